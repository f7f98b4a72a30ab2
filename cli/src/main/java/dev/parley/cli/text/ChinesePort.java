package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts of `port`, in Chinese.
final class ChinesePort extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {
      {"port.one-at-a-time", "一次只能查看一个端口：for p in $(seq {0} {1}); do parley port $p; done"},
      {"port.no-number", "“{0}”不是端口；端口是 1 到 65535 之间的数"},
      {"port.out-of-range", "端口 {0} 超出范围；端口是 1 到 65535"},
      {"port.held", "{0} 端口 {1} 已被占用：{2}"},
      {"port.held-at-address", "{0} {1} 已被占用：{2}"},
      {"port.free", "端口 {0} 空闲（tcp、udp）"},
      {"port.free-for-one-protocol", "端口 {0} 空闲（{1}）"},
      {"port.privileged", "端口 {0} 只供特权程序使用，这个用户不能在那里监听；请使用 1024 及以上的端口"},
      {"port.process", "{0}（进程 {1}）"},
      {"port.hidden-process", "这个用户无权查看的进程"},
      {"port.program", "{0}（pid {1}）"},
      {"port.another-program", "另一个程序"},
      {"port.unnamed-program", "没有名字的程序"},
    };
  }
}
