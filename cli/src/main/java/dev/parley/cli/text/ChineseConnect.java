package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts of `connect`, in Chinese.
final class ChineseConnect extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {
      {"connect.chat-server", "这是聊天服务器：请加上 --room '#lobby'"},
      {"connect.port-zero", "不能连接端口 0；请写出服务器的端口"},
      {"connect.broadcast-without-udp", "--broadcast 只用于 UDP；请使用 udp://… 或 -u"},
      {"connect.two-logins", "--user 和 --auth 不能同时使用，--user 和密钥也不能同时使用；一个会话只有一种登录方式"},
      {"connect.stream-without-messages", "--framing stream 原样传送字节，不区分消息；{0} 需要别的分帧方式，例如 raw"},
      {"connect.option-without-user", "{0} 需要 --user NAME"},
      {"connect.user-without-tls", "--user 需要 TLS，以免被别人窃听：请使用 tls://… 形式的地址"},
      {"connect.user-unusable", "--user：{0}"},
      {"connect.min-rounds-out-of-range", "--min-rounds：{0} 不在 {1} 到 {2} 的范围内"},
      {"connect.password-question", "{0} 的口令"},
      {"connect.password-from-variable", "口令取自 {0}，从这里启动的每个程序都会继承它；--password-file FILE 更安全"},
      {"connect.password-missing", "--user 需要口令，而这里无法提示输入；请用 --password-file FILE 或 {0}"},
      {"connect.password-file-unusable", "无法使用口令文件 {0}：{1}"},
      {"connect.connected", "已连接到 {0}"},
      {"connect.connected-at-prompt", "已连接到 {0}；按 Ctrl-D 结束本端的发送，按 Ctrl-C 退出"},
      {"connect.framing-settled", "服务器发来的内容没有行尾，因此会话从现在起按 raw 处理；用 --framing {0} 可以从一开始就这样指定"},
      {"connect.defect-survived", "内部出现故障，会话不受影响：{0}"},
      {"connect.datagram-lost", "本端丢失了一个数据报：{0}"},
      {"connect.datagrams-lost", "本端一共丢失了 {0} 个数据报"},
      {"connect.unreachable-going-on", "{0}；会话继续"},
      {"connect.our-side-ended", "本端的发送已经结束；正在等待服务器结束，按 Ctrl-C 退出"},
      {"connect.server-side-ended", "服务器的发送已经结束；你输入的内容仍会发出，按 Ctrl-D 结束"},
      {"connect.server-said-goodbye", "服务器发来了结束会话的词"},
      {"connect.conversation-broken", "会话中断：{0}"},
      {"connect.output-failed", "无法写入输出：{0}"},
      {"connect.not-sent", "{0}；没有发送"},
      {"connect.empty-lines", "空行不会发送：没有分帧的流无法传送空消息"},
      {"connect.message-too-long", "消息有 {0} 字节，超过了上限 {1} 字节"},
      {"connect.input-line", "输入的第 {0} 行：{1}"},
      {"connect.input-line-too-long", "输入的第 {0} 行：长度超过上限 {1} 字节"},
      {"connect.input-failed", "无法读取输入：{0}"},
      {"connect.turn-unanswered", "有一行在 {0} 内没有得到应答，因此其余各行不再等待应答就发送；用 --turns 可以让每一行都等待应答"},
      {"connect.too-much-typed", "服务器不接收数据，等待发送的内容已达上限；没有发送"},
      {"connect.terminal-unusable", "无法使用终端：{0}"},
      {"connect.terminal-unreadable", "无法继续读取终端：{0}"},
      {"connect.terminal-gone", "终端已经消失"},
      {"connect.no-ready", "本端已告知消息的长度，但服务器没有回复 ready；它使用的是 --framing ready 吗？"},
      {"connect.server-talks-http", "服务器使用 HTTP，HTTP 没有这样的消息；用 --framing raw 可以看到它发来的内容"},
      {"connect.server-talks-ssh", "服务器使用 SSH，请改用 ssh 程序；用 --framing raw 可以看到它发来的内容"},
      {"connect.perhaps-too-large", "它的应答可能超过了一个加密的数据报能够传送的 {0} 字节"},
      {"connect.silent-in-tls", "{0} 还没有以 TLS 应答；如果它是明文服务器，请用 tcp:// 连接"},
      {"connect.silent-in-login", "{0} 还没有开始登录；如果它不要求登录，请去掉密钥或 --auth；如果它使用 TLS，请用 tls:// 连接"},
    };
  }
}
