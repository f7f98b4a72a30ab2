package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts about what happened on a server, in Chinese.
final class ChineseReport extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {
      {"report.listening", "正在监听 {0}"},
      {"report.not-listening", "不再监听 {0}"},
      {"report.batches", "{0} 的数据报成批收发"},
      {"report.one-by-one", "{0} 的数据报逐个收发：{1}"},
      {"report.limit-lowered", "{0} 从 {1} 降到 {2}（{3}）"},
      {"report.opened", "会话 {0}（{1}）已在 {2} 上打开"},
      {"report.settled", "会话 {0}（{1}）发来的内容没有行尾：静默半秒后按 {2} 处理；用 --framing {2} 可以立即接收这样的消息"},
      {"report.closed", "会话 {0}（{1}）已关闭：{2}"},
      {"report.closed-why", "{0}（{1}）"},
      {"report.closed-numbers", "{0}，历时 {1} 秒，收到 {2}，发出 {3}"},
      {"report.amount", "{0}（{1}）"},
      {"report.messages.one", "{0} 条消息"},
      {"report.messages.many", "{0} 条消息"},
      {"report.bytes.one", "{0} 字节"},
      {"report.bytes.many", "{0} 字节"},
      {"report.refused", "{0} 拒绝了 {1}：{2}"},
      {"report.refused-since", "{0}（自上次报告以来 {1} 次）"},
      {"report.datagram-refused", "{0} 拒绝了一个 {1} 字节的数据报，对端 {2}：{3}"},
      {"report.dropped.one", "{0} 丢失了 {1} 个数据报：到达比读取快，系统的缓冲区放不下"},
      {"report.dropped.many", "{0} 丢失了 {1} 个数据报：到达比读取快，系统的缓冲区放不下"},
      {"report.withheld.one", "{0} 没有应答来自 {2} 的 {1} 个数据报：该主机得到的应答已达上限（--udp-answers）"},
      {"report.withheld.many", "{0} 没有应答 {1} 个数据报，最近一个来自 {2}：该主机得到的应答已达上限（--udp-answers）"},
      {"report.deferred.one", "{0} 丢弃了来自 {2} 的 {1} 个数据报：每秒接纳的新来者已达上限（--udp-newcomers）；再次发送就会得到服务"},
      {
        "report.deferred.many",
        "{0} 丢弃了新来者的 {1} 个数据报，第一个来自 {2}：每秒接纳的新来者已达上限（--udp-newcomers）；再次发送就会得到服务"
      },
      {"report.source-unknown", "警告：{0} 的应答从哪个地址发出由系统决定，因此连接其他地址的对端可能不接受这些应答（{1}）；请在每个地址上分别监听"},
      {"report.unreachable", "会话 {0} 继续，但 {1} 不可达：{2}"},
      {"report.unreachable-times", "{0}（{1} 次）"},
      {"report.server-silent", "{0} 还没有发来任何内容，登录正在等待它"},
      {"report.accept-failed.one", "{0} 无法接受连接：{1}；已失败 {2} 次，每隔 {3} 或更久重试一次"},
      {"report.accept-failed.many", "{0} 无法接受连接：{1}；已失败 {2} 次，每隔 {3} 或更久重试一次"},
      {"report.handler-failed", "会话 {0} 已结束，服务出错：{1}"},
      {"report.defect", "Parley 出现了一个缺陷但仍在运行，请报告：{0}"},
      {
        "report.out-of-memory",
        "内存曾经耗尽（错误数：{0}），现已恢复；因此被结束的会话数：{1}，占用 {2}；请减少会话数，或给 Java 更多内存（-Xmx）"
      },
      {"report.last-shown", "{0}（一分钟内，同类事件只计数，不再显示）"},
      {"report.local-peer", "本机的一个对端"},
      {"report.lines-lost", "此处缺少 {0} 行：标准错误不再接收内容"},
      {"report.warning", "警告：{0}"},
      {"report.more.peers-refused", "{1} 内另有 {0} 个对端被拒绝"},
      {"report.more.datagrams-refused", "{1} 内另有 {0} 个数据报被拒绝"},
      {"report.more.logins-failed", "{1} 内另有 {0} 次登录失败"},
      {"report.more.protocol-broken", "{1} 内另有 {0} 个会话因对端违反协议而结束"},
      {"report.more.limits-reached", "{1} 内另有 {0} 个会话因达到限制而结束"},
      {"report.more.udp-peers-opened", "{1} 内另有 {0} 个 UDP 对端到来"},
      {"report.more.udp-peers-closed", "{1} 内另有 {0} 个 UDP 对端离开"},
      {"report.more.sessions-opened", "{1} 内另有 {0} 个会话打开"},
      {"report.more.sessions-closed", "{1} 内另有 {0} 个会话关闭"},
      {"report.more.framings-settled", "{1} 内另有 {0} 个会话按 raw 处理"},
      {"report.more.handler-failed", "{1} 内另有 {0} 次服务出错"},
      {"report.more.defects", "{1} 内另有 {0} 个缺陷"},
    };
  }
}
