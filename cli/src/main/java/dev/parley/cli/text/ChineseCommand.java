package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts of the command line itself: usage, ends, other tools, in Chinese.
final class ChineseCommand extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {
      {"command.end.refused-login", "登录之后服务器立即断开：它拒绝了密钥，或者被停止；请检查双方的密钥和 --auth"},
      {"command.end.peer-closed", "服务器关闭了会话"},
      {"command.end.unsent", "输入还没有全部发送，服务器就关闭了会话"},
      {"command.end.untaken", "服务器没有接收最后的 {0} 个字节"},
      {"command.end.output-closed", "无法写入输出：已经没有程序读取它"},
      {"command.defect", "这是 Parley 的缺陷，请报告：{0}"},
      {"command.end.timed-out", "服务器在 {0} 内没有任何回应"},
      {"command.closed.peer-closed", "对端关闭了它"},
      {"command.closed.closed", "本端关闭了它"},
      {"command.closed.shutdown", "服务器已关闭"},
      {"command.closed.revoked", "登录时的凭证已失效"},
      {"command.closed.peer-reset", "对端重置了连接"},
      {"command.closed.network-failed", "网络出错"},
      {"command.closed.unreachable", "那里没有程序监听"},
      {"command.closed.frame-too-large", "有一条消息过大"},
      {"command.closed.frame-malformed", "收到的内容不是消息"},
      {"command.closed.frame-truncated", "数据流在一条消息中间结束"},
      {"command.closed.login-refused", "登录被拒绝"},
      {"command.closed.forged", "收到的内容不是对端加密的"},
      {"command.closed.login-timeout", "登录用时过长"},
      {"command.closed.frame-timeout", "一条消息用时过长"},
      {"command.closed.idle-timeout", "长时间没有任何内容"},
      {"command.closed.write-timeout", "对端长时间没有接收数据"},
      {"command.closed.outbox-full", "对端读取过慢"},
      {"command.closed.half-close-timeout", "对端结束发送后长时间没有内容发给它"},
      {"command.closed.evicted", "它为另一个会话让出了位置"},
      {"command.closed.uncarriable", "有一个应答无法装下"},
      {"command.closed.buffers-full", "等待的数据过多"},
      {"command.closed.busy", "等待的会话过多"},
      {"command.closed.sessions-full", "会话过多"},
      {"command.closed.handler-failed", "程序出错"},
      {"command.closed.defect", "程序有缺陷"},
      {"command.end.wordless", "服务器关闭了会话，没有发来任何内容；{0}"},
      {"command.end.wordless-too", "{0}；服务器没有发来任何内容；{1}"},
      {"command.end.login-failed", "登录失败：{0}"},
      {"command.end.cut", "{0}；此前收到的内容是真实的，之后的内容可能缺失"},
      {"command.end.protocol", "服务器违反了协议：{0}；--framing 和 --auth 与服务器一致吗？"},
      {"command.number.not-whole-or-too-large", "“{0}”不是整数，或者太大"},
      {"command.number.takes-none", "多余的值“{0}”：这个选项不带值"},
      {"command.empty.address", "地址是空的"},
      {"command.empty.file", "文件名是空的"},
      {"command.empty.name", "名称是空的"},
      {"command.empty.value", "值是空的"},
      {"command.empty.word", "这个词是空的"},
      {"command.number.not-whole", "“{0}”不是整数"},
      {"command.number.out-of-range", "“{0}”超出了可用的范围"},
      {"command.number.too-much", "“{0}”太大；最多为 {1}"},
      {"command.other.spelling", "这里写作 {0}"},
      {"command.other.tls-address", "TLS 写在地址里：tls://HOST:PORT"},
      {"command.other.always-verified", "用 tls:// 时总是验证服务器"},
      {"command.other.keeps-serving", "不用写它：parley serve 本来就同时为许多对端服务"},
      {"command.other.serve-port", "启动服务：parley serve -l PORT"},
      {"command.other.look-for-listener", "查看端口由谁监听：parley port PORT"},
      {"command.other.ends-with-input", "不用写它：输入结束时，本端的发送本来就会结束"},
      {"command.other.leave-out", "不用写它"},
      {"command.other.no-programs", "Parley 不会启动别的程序"},
      {"command.other.no-chat-rooms", "聊天室是一种服务：parley serve chat；parley serve operator 由人来回答所有对端"},
      {"command.other.serve", "启动服务：parley serve -l{0}"},
      {"command.other.connect", "连接服务器：parley connect {0}"},
      {"command.other.two-readings", "{0}，或者 [{1}]（默认端口）"},
      {"command.address.udp-and-unix", "-u 和 -U 不能同时使用；数据报只能通过 UDP 传送"},
      {"command.address.both-families", "-4 和 -6 不能同时使用；都不写时两种都可以"},
      {"command.address.no-path", "-U 需要服务器套接字的路径，例如 -U ./parley.sock"},
      {"command.address.port-range", "-p {0} 超出范围；端口是 0 到 65535"},
      {"command.address.no-port", "-p {0} 用于有端口的地址；{1} 没有端口"},
      {"command.address.two-ports", "-p {0} 和 {1} 给出了两个端口；-p 用于没有写端口的地址"},
      {
        "command.address.two-ports-of-client",
        "-p {0} 和 {1} 给出了两个端口；-p 用于没有写端口的地址；本地端口用 --local-port 指定"
      },
      {"command.address.other-spelling", "“{0}”在这里不是地址；请写 {1}"},
      {"command.address.too-many-words", "地址是一个或两个词，例如 127.0.0.1 9000；这里太多了"},
      {"command.address.invalid", "“{0}”不是地址：{1}"},
      {"command.address.unix-port", "Unix 域地址只有一个路径，没有端口"},
      {"command.address.memory", "{0} 是程序内部的地址（Java 中的 Address.memory）；命令的对端总在另一个进程里"},
      {"command.address.empty-host", "第一个词（主机）是空的"},
      {"command.address.second-word", "第二个词不是端口（0 到 65535 的数）"},
      {"command.address.family-of-tls", "-4 和 -6 会用 IP 地址代替 {0}，而证书是签发给名字的；请直接写 IP 地址"},
      {"command.address.unknown-host", "主机 {0} 没有地址"},
      {"command.address.not-in-family", "主机 {0} 没有 IPv{1} 地址"},
      {"command.framing.max-message", "--max-message 不合适：{0}"},
      {"command.security.keys-and-key-file", "--keys 和 --key-file 不能同时使用；请把这个文件放进其他密钥所在的目录"},
      {"command.security.keys-seal", "--keys 会加密会话，而 --auth {0} 不会；请去掉其中一个"},
      {"command.security.start", "{1}，使用 {2} 里的 {0} 个密钥"},
      {"command.security.start-1", "{1}，使用 {2} 里的 {0} 个密钥"},
      {"command.security.unusable", "{0}；parley keygen NAME > NAME.key 可以生成一个"},
      {"command.security.none-with-key", "--auth none 不使用密钥；请去掉 --auth 和 --key-file 之一"},
      {"command.security.name-without-key", "--server-name 用于加密会话；请同时给出 --key-file FILE"},
      {"command.security.auth", "--auth：{0}，或者有密钥时用 sealed"},
      {"command.security.server-name", "--server-name：{0}"},
      {"command.security.auth-sealed", "--auth sealed：{0}"},
      {
        "command.security.no-key-in-file",
        "{0} 里没有 Parley 密钥；parley keygen NAME > NAME.key 可以生成一个；如果这是给旧程序用的共享密钥，请写 --auth "
            + "hmac-sha256（或 hmac-md5）"
      },
      {"command.security.key-file-unusable", "密钥文件 {0} 无法使用：{1}"},
      {
        "command.security.no-key-in-variable",
        "{0} 已设置，但里面没有 Parley 密钥（parley keygen NAME > NAME.key 可以生成一个）；如果它是给旧程序用的共享密钥，请写 --auth "
            + "hmac-sha256（或 hmac-md5）；不用密钥时，请写 --auth none，或者取消设置这个变量"
      },
      {
        "command.security.needs-key",
        "--auth {0} 需要密钥：请用 --key-file FILE 或 {1}；parley keygen NAME > NAME.key 可以生成一个"
      },
      {"command.security.variable-unusable", "{0} 里的密钥无法使用：{1}"},
      {"command.security.variable-not-used", "{0} 已设置，但 {1} 不使用它；请取消设置这个变量，或者去掉 {1}"},
      {"command.security.key-of-variable", "密钥来自 {0}，从这里启动的每个程序都会继承它；--key-file FILE 更安全"},
      {"command.security.secret-of-variable", "共享密钥来自 {0}，从这里启动的每个程序都会继承它；--key-file FILE 更安全"},
      {"command.security.empty-variable", "{0} 是空的；请把共享密钥放进去，或者用 --key-file"},
      {"command.security.nobody-to-ask", "--auth {0} 需要共享密钥，而这里无法提示输入；请用 --key-file FILE 或 {1}"},
      {"command.security.empty-secret", "共享密钥是空的"},
      {"command.security.empty-file", "密钥文件 {0} 是空的；请把共享密钥放进去"},
      {
        "command.security.no-secret",
        "{0} 里是 Parley 密钥，而 --auth {1} 不使用它；去掉 --auth 就用它加密，否则请给出旧程序知道的共享密钥"
      },
      {"command.security.secret-prompt", "共享密钥"},
      {
        "command.tls.needs-address-to-serve",
        "TLS 的选项用于 tls://… 形式的地址；请监听这样的地址，例如 -l tls://127.0.0.1:9443"
      },
      {
        "command.tls.needs-address-to-call",
        "TLS 的选项用于 tls://… 形式的地址；请连接这样的地址，例如 tls://127.0.0.1:9443"
      },
      {
        "command.tls.needs-files",
        "tls:// 需要 --tls-cert FILE 和 --tls-key FILE；parley cert 可以生成一对供试用"
      },
      {"command.tls.one-trust", "--ca、--pin 和 --insecure 不能同时使用"},
      {"command.tls.two-certificates", "客户端只有一个证书；--tls-cert 出现了两次"},
      {"command.tls.insecure", "--insecure：{0}"},
      {"command.tls.min", "--tls-min：{0}"},
      {"command.tls.pin", "--pin：{0}"},
      {"command.tls.pairs", "--tls-cert 和 --tls-key 要成对给出"},
      {
        "command.server.challenge",
        "服务器发来了 32 个随机字节，要求登录的服务器会这样做；请把共享密钥写入文件：--auth hmac-md5 --key-file FILE，或者 hmac-sha256"
      },
      {"command.server.needs-key", "服务器只与持有密钥的客户端通信；请用 --key-file FILE 给出密钥"},
      {"command.server.needs-user", "服务器要求用户名和口令；请用 --user NAME 给出用户名"},
      {"command.server.tls-inside-tls", "服务器在 TLS 内又表示自己使用 TLS，位于 TLS 代理后面的服务器会这样；两层之中必须有一层是明文"},
      {"command.server.tls", "服务器使用 TLS；请把 tcp:// 换成 tls:// 来连接"},
      {"command.server.perhaps-framing", "它使用的 --framing 可能不同"},
      {"command.server.perhaps-user-or-framing", "它可能要求用户登录（--user），或者使用的 --framing 不同"},
      {
        "command.server.perhaps-tls-key-or-framing",
        "它可能使用 TLS（tls://）、要求密钥（--key-file），或者使用的 --framing 不同"
      },
    };
  }
}
