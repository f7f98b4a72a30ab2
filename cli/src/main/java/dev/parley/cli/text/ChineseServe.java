package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts of `serve`, in Chinese.
final class ChineseServe extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {
      {"serve.block", "{0}：{1}"},
      {"serve.proxy", "{0}（--proxy-from；{1}?proxy-from=none 表示不接受 PROXY 头）"},
      {"serve.own-proxy", "{0}（{1} 的 proxy-from=）"},
      {"serve.no-path", "-U 需要监听的路径，例如 -U -l ./parley.sock"},
      {"serve.verbose-and-quiet", "--verbose 和 --quiet 不能同时使用"},
      {"serve.text-of-other", "--text 是 reply 的应答内容；{0} 有自己的应答"},
      {"serve.no-text", "reply 需要应答的内容，例如 --text 'got {message}'"},
      {"serve.daytime", "daytime 在收到任何内容之前就关闭；--once、--quit-word 和 --close-word 对它不起作用"},
      {"serve.once-of-operator", "--once 用于自动应答的服务；operator 由人回答"},
      {"serve.ascii-of-other", "--ascii 只影响大写转换；只有 upper 会转换大写"},
      {"serve.both-words", "“{0}”既是退出词（会应答），又是关闭词（不应答）"},
      {"serve.other-services", "{0}。其他模块提供的服务：{1}"},
      {"serve.unknown-service", "没有服务“{0}”；服务有 {1}（见 parley serve --help）"},
      {"serve.misspelled-service", "没有服务“{0}”；你是指 {1} 吗？（见 parley serve --help）"},
      {"serve.taken-path", "{0} 已被另一个服务器占用；请用 -l unix:PATH 选择别的路径"},
      {
        "serve.taken-port",
        "{0} 已被占用：{1}；请用 -l {2}://127.0.0.1:PORT 选择别的端口，或者用 `parley port {3}` 查看"
      },
      {"serve.unbound-without-users", "--allow-unbound 需要 --users FILE"},
      {"serve.users-without-tls", "--users 需要 TLS，以免被别人窃听：请使用 tls://… 形式的地址"},
      {"serve.operator-hint", "/help 列出命令；Ctrl-D 或 /quit 结束服务器"},
      {"serve.terminal-lost", "无法继续读取终端：{0}"},
      {"serve.chat.description", "聊天室：有名字、在线状态和历史记录"},
      {"serve.chat.history", "--history 的取值是 disk、memory 或 none，不能是“{0}”"},
      {
        "serve.chat.other-service",
        "--data、--history、--operator、--chat-names、--memory-room、--chat-rate 和 --keep-… 用于服务 chat；{0} 没有聊天室"
      },
      {"serve.chat.nothing-kept", "使用 --history {0} 时磁盘上什么也不保存：--data 和 --keep-… 不起作用"},
      {"serve.chat.keep-nothing", "--keep-messages、--keep-time 和 --keep-bytes 必须大于 0"},
      {
        "serve.chat.disk-filling",
        "{0} 所在的磁盘已使用 {1}%，而消息从不删除：--keep-messages、--keep-time 或 --keep-bytes 可删除最早的消息"
      },
      {"serve.chat.disk-full", "{0} 所在的磁盘只剩 {1} MiB，因此在有更多空间之前拒绝新消息；--keep-free 指定保留多少空间"},
      {"serve.chat.disk-has-room", "{0} 所在的磁盘又有空间了：可以接收新消息"},
      {"serve.chat.no-history", "无法在 {0} 中保存消息：{1}"},
      {"serve.chat.names-unreadable", "无法读取 {0} 中的名字：{1}"},
      {"serve.chat.names-too-large", "{0} 超过 1 MiB"},
      {
        "serve.chat.names-line",
        "{0} 的第 {1} 行不是“名字 主体”，或者别的行已有这个主体；例如：ada CN=Ada Lovelace,O=Example"
      },
      {"serve.sessions", "--sessions 至少是 1"},
      {"serve.no-terminal", "无法使用这个终端：{0}"},
      {"serve.draining", "正在等待 {0} 个会话完成，最多 {1}；再收到一个信号就立即结束"},
      {"serve.draining-1", "正在等待 {0} 个会话完成，最多 {1}；再收到一个信号就立即结束"},
      {"serve.streams-only", "只在 TCP 上监听，因为 {0} 只能用于流"},
      {"serve.listens-twice", "{0} 出现了两次；一次就够了"},
      {"serve.two-logins", "--users 和 --auth 不能同时使用，--users 和密钥也不能同时使用；一个会话只有一种登录方式"},
    };
  }
}
