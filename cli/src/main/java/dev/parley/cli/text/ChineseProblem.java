package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts about problems of the library, in Chinese, except those in [ChineseFileProblem].
final class ChineseProblem extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {
      {"problem.general.text", "{0}"},
      {"problem.system.not-permitted", "操作不被允许"},
      {"problem.system.no-such-file", "文件或目录不存在"},
      {"problem.system.no-such-process", "进程不存在"},
      {"problem.system.input-output", "输入/输出错误"},
      {"problem.system.no-such-device", "设备或地址不存在"},
      {"problem.system.bad-descriptor", "文件描述符无效"},
      {"problem.system.would-block", "资源暂时不可用"},
      {"problem.system.no-memory", "无法分配内存"},
      {"problem.system.permission-denied", "权限不足"},
      {"problem.system.busy", "设备或资源正忙"},
      {"problem.system.file-exists", "文件已存在"},
      {"problem.system.not-a-directory", "路径中有一部分不是目录"},
      {"problem.system.is-a-directory", "是一个目录"},
      {"problem.system.invalid-argument", "参数无效"},
      {"problem.system.too-many-open-in-system", "系统打开的文件过多"},
      {"problem.system.too-many-open", "打开的文件过多"},
      {"problem.system.file-too-large", "文件过大"},
      {"problem.system.no-space", "设备上没有剩余空间"},
      {"problem.system.illegal-seek", "无法移动读写位置"},
      {"problem.system.read-only", "文件系统是只读的"},
      {"problem.system.broken-pipe", "管道已断开"},
      {"problem.system.name-too-long", "文件名过长"},
      {"problem.system.too-many-links", "符号链接的层数过多"},
      {"problem.system.not-a-socket", "不是套接字"},
      {"problem.system.message-too-long", "消息过长"},
      {"problem.system.protocol-not-supported", "不支持这种协议"},
      {"problem.system.operation-not-supported", "不支持这种操作"},
      {"problem.system.family-not-supported", "协议不支持这种地址"},
      {"problem.system.address-in-use", "地址已被占用"},
      {"problem.system.address-not-available", "这台机器没有这个地址"},
      {"problem.system.network-down", "网络已关闭"},
      {"problem.system.network-unreachable", "网络不可达"},
      {"problem.system.aborted", "连接被本机的系统中止"},
      {"problem.system.reset", "对端重置了连接"},
      {"problem.system.reset-by-somebody", "连接被重置"},
      {"problem.system.no-buffers", "系统的缓冲区已满"},
      {"problem.system.not-connected", "套接字没有连接"},
      {"problem.system.timed-out", "连接超时"},
      {"problem.system.refused", "连接被拒绝"},
      {"problem.system.host-down", "主机已关闭"},
      {"problem.system.no-route", "没有到达主机的路由"},
      {"problem.system.stale-file", "文件句柄已失效"},
      {"problem.system.quota-exceeded", "超出磁盘配额"},
      {"problem.load.none-opened", "没有打开任何连接"},
      {"problem.load.not-opened", "有 {0} 个连接无法打开：{1}"},
      {"problem.load.failed", "有 {0} 个连接失败：{1}"},
      {"problem.load.ended", "服务器结束了一个已打开的连接"},
      {"problem.load.not-sent", "有 {0} 个数据报没有发出，或者没有被接受：{1}"},
      {"problem.load.defects", "内部出现故障 {0} 次，但仍在运行：请报告"},
      {"problem.general.with-hint", "{0}；{1}"},
      {"problem.frame.line-too-large", "一行至少有 {0} 字节，超过了 maxMessage 的 {1} 字节"},
      {"problem.frame.message-too-large", "消息至少有 {0} 字节，超过了 maxMessage 的 {1} 字节"},
      {"problem.frame.characters-too-large", "按字符计长的消息超过了 maxMessage 的 {0} 字节"},
      {"problem.frame.length-too-large", "长度 {0} 超过了 maxMessage 的 {1} 字节"},
      {"problem.frame.signed-length-too-large", "长度 {0}（按有符号数为 {2}）超过了 maxMessage 的 {1} 字节"},
      {"problem.frame.character-length-too-large", "长度 {0} 个字符超过了 maxMessage 的 {1} 字节"},
      {
        "problem.frame.signed-character-length-too-large",
        "长度 {0} 个字符（按有符号数为 {2}）超过了 maxMessage 的 {1} 字节"
      },
      {"problem.frame.digits-too-large", "长度至少为 {0}，超过了 maxMessage 的 {1} 字节"},
      {"problem.frame.character-digits-too-large", "长度至少为 {0} 个字符，超过了 maxMessage 的 {1} 字节"},
      {"problem.frame.netstring-too-large", "netstring 的长度至少为 {0}，超过了 maxMessage 的 {1} 字节"},
      {"problem.frame.not-utf8", "消息不是 UTF-8，无法计算字符数"},
      {"problem.frame.bare-line-end", "在必须以 CR LF 结尾的行中，第 {1} 字节处有单独的 {0}"},
      {"problem.frame.netstring-no-digit", "netstring 的长度中有不是数字的字节"},
      {"problem.frame.netstring-leading-zero", "netstring 的长度以 0 开头"},
      {"problem.frame.netstring-no-comma", "{0} 字节的 netstring 后面没有逗号"},
      {"problem.frame.digits-no-digit", "十进制长度在 {0} 位数字之后有不是数字的字节"},
      {"problem.frame.digits-leading-zero", "十进制长度以 0 开头"},
      {"problem.frame.neither-digits-nor-ready", "既不是十进制长度，也不是单词 ready"},
      {"problem.frame.varint-not-shortest", "varint 长度不是 {0} 的最短形式"},
      {"problem.frame.varint-too-long", "varint 长度超过 {0} 字节"},
      {"problem.frame.truncated", "流在一帧的中间结束，距帧的开头 {0} 字节"},
      {"problem.frame.truncated-before-ready", "流已结束，而对端还没有用 ready 索取一条 {0} 字节的消息"},
      {"problem.frame.truncated-bytes", "流提前结束，消息还差 {0} 字节"},
      {"problem.frame.truncated-characters", "流提前结束，消息还差 {0} 个字符"},
      {"problem.frame.truncated-digits", "流在十进制长度或单词 ready 的中间结束"},
      {
        "problem.frame.stun",
        "最先收到的是一条 STUN 消息：这是浏览器在连接，可能是某个网页让它这么做的（WebRTC）；如果确实要服务这样的客户端，服务器必须像允许 HTTP 那样允许"
            + "它们（--allow-http，在 Java 中为 allowHttp）"
      },
      {
        "problem.frame.tls-client-hello",
        "最先收到的是 TLS ClientHello：对端使用 TLS，而这个服务器是明文的；浏览器访问 https:// 时会这样，其他 TLS 客户端则需要在 tls:// "
            + "上监听的服务器"
      },
      {
        "problem.frame.http-request",
        "第一行是 HTTP 请求：这是浏览器或其他 HTTP 客户端在连接，可能是某个网页让它这么做的；如果确实要服务这样的客户端，服务器必须允许它们（"
            + "--allow-http，在 Java 中为 allowHttp）"
      },
      {"problem.frame.outgoing-too-large", "消息有 {0} 字节，超过了 maxMessage 的 {1} 字节"},
      {"problem.frame.outgoing-cr-or-lf", "以 CR LF 结尾的行不能包含 CR 或 LF"},
      {"problem.frame.outgoing-lf", "一行不能包含 LF"},
      {"problem.frame.outgoing-length", "消息有 {0} 字节，而每条消息都必须是 {1} 字节"},
      {"problem.frame.outgoing-empty", "没有分帧就无法发送空消息：它不含任何字节"},
      {"problem.frame.outgoing-delimiter", "消息中含有分隔符"},
      {"problem.frame.outgoing-delimiter-start", "消息的末尾与分隔符的开头连在一起，会被当作分隔符"},
      {"problem.frame.outgoing-not-utf8", "消息不是 UTF-8，无法按字符数发送"},
      {"problem.frame.outgoing-characters", "消息有 {0} 个字符，超过了 {1} 字节的长度所能表示的最大值 {2}"},
      {"problem.frame.not-whole-frames", "要发送的字节不是完整的 length:4be 帧"},
      {"problem.frame-hint.http-request", "这些字节看起来像 HTTP 请求"},
      {"problem.frame-hint.http-response", "这些字节看起来像 HTTP 响应"},
      {"problem.frame-hint.sealed-server", "这些字节看起来像使用密钥加密的 Parley 服务器，本端需要密钥才能与它通信（--key-file）"},
      {"problem.frame-hint.password-server", "这些字节看起来像要求用户名和口令的 Parley 服务器（--user）"},
      {"problem.frame-hint.tls-alert", "这些字节看起来像 TLS 警报，发出它的服务器必须用 tls:// 连接"},
      {"problem.frame-hint.ssh-banner", "这些字节看起来像 SSH 的版本标识"},
      {"problem.frame-hint.stun", "这些字节看起来像 STUN 消息"},
      {"problem.frame-hint.remote-desktop", "这些字节看起来像远程桌面的连接请求"},
      {"problem.frame-hint.tls-client-hello", "这些字节看起来像 TLS ClientHello"},
      {"problem.frame-hint.ascii-digits", "这些字节看起来像 ASCII 数字"},
      {"problem.frame-hint.plain-text", "这些字节看起来像纯文本"},
      {"problem.frame-hint.other-byte-order", "这些字节看起来像另一种字节序（{1}）的长度 {0}"},
      {
        "problem.frame-hint.characters-counted",
        "上一条消息在一个 UTF-8 字符的中间结束，而该字符在这里继续，可见对端按字符计长，与分帧方式 {0} 相同"
      },
      {
        "problem.framing.unknown",
        "没有“{0}”这种分帧方式；可用的形式有 auto, line, line:crlf, raw, stream, length:{1,2,4,8}{be,le}"
            + ", length:varint, delimiter:TEXT, fixed:N, netstring, ready，以及按字符计长的 "
            + "length:...:chars 和 ready:chars"
      },
      {
        "problem.framing.unknown-to-providers",
        "没有“{0}”这种分帧方式；可用的形式有 auto, line, line:crlf, raw, stream, length:{1,2,4,8}{be,le}"
            + ", length:varint, delimiter:TEXT, fixed:N, netstring, ready，按字符计长的 "
            + "length:...:chars 和 ready:chars，以及其他模块提供的：{1}"
      },
      {"problem.framing.two-providers", "分帧方式“{0}”由 {1} 和 {2} 同时提供；请去掉其中一个"},
      {"problem.framing.provider-refuses", "分帧方式“{0}”被它的提供者 {1} 拒绝：{2}"},
      {"problem.framing.provider-threw", "分帧方式的提供者 {0} 抛出了 {1}"},
      {"problem.framing.provider-name", "分帧方式的提供者 {0} 用名称 {1} 做出了 {2}"},
      {"problem.framing.provider-missing", "无法加载一个分帧方式的提供者：{0}"},
      {
        "problem.framing.no-argument",
        "分帧方式“{0}”的冒号后面没有内容；可用的形式有 auto, line, line:crlf, raw, stream, length:{1,2,4,"
            + "8}{be,le}, length:varint, delimiter:TEXT, fixed:N, netstring, ready，以及按字符计长的 "
            + "length:...:chars 和 ready:chars"
      },
      {
        "problem.framing.no-length",
        "分帧方式“{0}”需要 1 到 {1} 之间的字节数；可用的形式有 auto, line, line:crlf, raw, stream, length:{1,"
            + "2,4,8}{be,le}, length:varint, delimiter:TEXT, fixed:N, netstring, ready，以及按字符计长的"
            + " length:...:chars 和 ready:chars"
      },
      {
        "problem.framing.no-delimiter",
        "分帧方式“{0}”需要 1 到 {1} 字节的分隔符；可用的形式有 auto, line, line:crlf, raw, stream, length:{1,"
            + "2,4,8}{be,le}, length:varint, delimiter:TEXT, fixed:N, netstring, ready，以及按字符计长的"
            + " length:...:chars 和 ready:chars"
      },
      {
        "problem.framing.percent",
        "分帧方式“{0}”中有一个 % 后面不是两位十六进制数字（% 本身写作 %25）；可用的形式有 auto, line, line:crlf, raw, "
            + "stream, length:{1,2,4,8}{be,le}, length:varint, delimiter:TEXT, fixed:N, "
            + "netstring, ready，以及按字符计长的 length:...:chars 和 ready:chars"
      },
      {"problem.framing.max-message", "{0} 不在 1 到 {1} 字节之间"},
      {"problem.framing.delimiter-length", "分隔符应为 1 到 {0} 字节，而不是 {1} 字节"},
      {"problem.framing.fixed-length", "固定长度 {0} 不在 1 到 {1} 字节之间"},
      {"problem.framing.fixed-over-maximum", "{0} 的消息有 {1} 字节，超过了 maxMessage {2}"},
      {"problem.framing.auto-sends-only", "分帧方式 auto 按对端的方式发送，因此接收方向也必须是 auto，而它现在是 {0}"},
      {"problem.framing.auto-with-ready", "分帧方式 auto 无法在分帧方式 {0} 所等待的应答中识别出行"},
      {"problem.framing.agreement-text", "分帧方式的文本形式应为 1 到 {0} 个可见的 ASCII 字符"},
      {
        "problem.framing.text-form",
        "分帧方式 {0} 的文本形式不是 name 或 name:arguments（最多 {1} 个字符；名称用小写，参数用可见的 ASCII 字符）"
      },
      {"problem.framing.frame-bytes", "分帧方式 {0} 的 maxFrameBytes 为 {1}，不在 1 到 {2} 之间"},
      {"problem.framing.overhead", "分帧方式 {0} 的 overhead 为 {1} 字节，不在 0 到 {2} 之间"},
      {"problem.framing.threw", "分帧方式 {0} 抛出了 {1}"},
      {
        "problem.framing.decoder-position",
        "分帧方式 {0} 的解码器违反了约定：它把位置移动了 {1} 字节（共有 {2} 字节），或移动了缓冲区的上限"
      },
      {"problem.framing.decoder-view", "分帧方式 {0} 的解码器违反了约定：消息不在它的帧之内"},
      {"problem.framing.decoder-too-large", "分帧方式 {0} 的解码器违反了约定：消息有 {1} 字节，超过了 maxMessage {2}"},
      {"problem.framing.decoder-waits", "分帧方式 {0} 的解码器违反了约定：它要等待的字节超过了自己的 maxFrameBytes {1}"},
      {
        "problem.framing.encoder-position",
        "分帧方式 {0} 的编码器违反了约定：它把位置移动了 {1} 字节（overhead 为 {2}），或移动了缓冲区的上限"
      },
      {
        "problem.address.empty",
        "地址为空；请使用 tcp://host:port、tls://host:port、udp://host:port、host:port、[::1]:port 或 "
            + "unix:/path"
      },
      {
        "problem.address.no-host",
        "地址中没有可用的主机；请使用 tcp://host:port、tls://host:port、udp://host:port、host:port、"
            + "[::1]:port 或 unix:/path"
      },
      {
        "problem.address.unknown-scheme",
        "不支持这个地址的协议；请使用 tcp://host:port、tls://host:port、udp://host:port、host:port、[::1]:port 或 "
            + "unix:/path"
      },
      {
        "problem.address.ipv6-not-ended",
        "IPv6 地址要以 ] 结尾；请使用 tcp://host:port、tls://host:port、udp://host:port、host:port、"
            + "[::1]:port 或 unix:/path"
      },
      {
        "problem.address.port-no-number",
        "端口是 0 到 65535 之间的数；请使用 tcp://host:port、tls://host:port、udp://host:port、host:port、"
            + "[::1]:port 或 unix:/path"
      },
      {"problem.address.port-out-of-range", "端口 {0} 超出范围；端口是 0 到 65535"},
      {"problem.address.local-port-out-of-range", "--local-port {0} 超出范围；端口为 0 到 65535"},
      {"problem.address.tls-over-tcp-only", "TLS 只能用于 TCP；请使用 tls://host:port"},
      {"problem.address.socket-path", "套接字的路径应为 1 到 {0} 字节且不含 NUL，而这个有 {1} 字节"},
      {"problem.address.no-block", "“{0}”不是地址段；请写成 192.0.2.7、10.0.0.0/8 或 2001:db8::/32 的形式"},
      {"problem.address.block-length", "“{0}”没有给出 0 到 {1} 之间的前缀长度"},
      {"problem.address.block-rest", "“{0}”在前 {1} 位之后还有非零的位；该地址段是 {2}"},
      {"problem.proxy.no-senders", "PROXY 协议需要指定可信的发送方，例如 127.0.0.1 或 10.0.0.0/8"},
      {
        "problem.proxy.no-unix-sender",
        "{0} 只接受来自 {1} 的 PROXY 协议，这里没有对端符合；如果它的对端是代理，请加上 unix（在 Java 中为 ProxyProtocol.ofUnix）"
      },
      {"problem.proxy.no-internet-sender", "{0} 只接受来自 {1} 的 PROXY 协议，这里没有对端符合；请写明代理的地址"},
      {"problem.proxy.unlisted", "只接受来自 {0} 的 PROXY 头（--proxy-from，在 Java 中为 ProxyProtocol）"},
      {
        "problem.proxy.required",
        "{0}；这个监听地址要求每个对端都发送 PROXY 头（--proxy-from，在 Java 中为 ProxyProtocol）"
      },
      {"problem.proxy.crowded", "已有 {0} 个连接没有发完 PROXY 头，这是其中最早的一个"},
      {"problem.proxy.ended-inside", "连接在 PROXY 头的中间结束"},
      {"problem.proxy.reading-failed", "读取 PROXY 头失败：{0}"},
      {"problem.proxy.incomplete-in-time", "{0} 内没有收到完整的 PROXY 头"},
      {"problem.proxy.none-in-time", "{0} 内没有收到 PROXY 头"},
      {"problem.proxy.none", "最先收到的不是 PROXY 头"},
      {"problem.proxy.no-version-2", "最先收到的不是版本 2 的 PROXY 头"},
      {"problem.proxy.beyond-datagram", "PROXY 头比数据报还长"},
      {"problem.proxy.nobodys-address", "PROXY 头把 {0} 端口 {1} 当作客户端，而不可能有客户端从那里连接"},
      {"problem.proxy.no-text", "PROXY 头的文本行中有不是文本的字节；只有 CR LF 才能结束这一行"},
      {"problem.proxy.line-too-long", "PROXY 头的前 {0} 字节中没有 CR LF"},
      {"problem.proxy.line-malformed", "PROXY 头不是“PROXY TCP4 或 TCP6、两个这类地址、两个端口”的形式"},
      {"problem.proxy.version", "PROXY 头的版本为 {0}，命令为 {1}，而不是版本 2 和命令 0 或 1"},
      {"problem.proxy.too-large", "PROXY 头有 {0} 字节，超过了 {1} 字节"},
      {"problem.proxy.too-small", "PROXY 头只有 {0} 字节，放不下地址"},
      {"problem.proxy.family", "PROXY 头的地址族 {0} 和协议 {1} 没有定义"},
      {"problem.proxy.of-datagrams", "PROXY 头用于数据报，而这里是流"},
      {"problem.proxy.of-streams", "PROXY 头用于流，而这里是数据报"},
      {"problem.proxy.tlv", "PROXY 头中的一个 TLV 超出了头的末尾"},
      {"problem.proxy.checksum-malformed", "PROXY 头中的校验和格式不对，或者有两个"},
      {"problem.proxy.checksum-wrong", "PROXY 头的校验和不对"},
      {"problem.value.out-of-range", "{0} 为 {1} {2}，超出范围；请选择 {3} 到 {4}"},
      {"problem.value.out-of-range-or-none", "{0} 为 {1} {2}，超出范围；请选择 {3} 到 {4}（0 表示不限）"},
      {"problem.value.timeout-out-of-range", "{0} 为 {1}，超出范围；请选择 off（不限），或者不超过 {2} 的时间"},
      {"problem.value.timeout-required", "{0} 为 {1}，超出范围；请选择大于 0s、不超过 {2} 的时间"},
      {"problem.value.penalty-out-of-range", "{0} 为 {1}，超出范围；请选择 {2} 到 {3}，零表示不惩罚"},
      {"problem.value.connect-timeout", "连接超时必须大于零"},
      {"problem.value.backlog", "--backlog {0} 超出范围；应为 1 到 65535 个连接"},
      {"problem.value.socket-buffer", "套接字缓冲区的字节数不能小于 0（0 为默认值）"},
      {"problem.value.loops", "--loops {0} 超出范围；应为 1 到 {1}"},
      {"problem.value.reconnect", "重连间隔 {0} 到 {1} 超出范围；第一个须大于 0，最长的不得小于它，且不超过 {2}"},
      {"problem.value.ipv6-prefix", "IPv6 前缀为 {0} 位，超出范围；请选择 1 到 128"},
      {"problem.value.cap", "上限不能小于 0 字节，而它是 {0} 字节"},
      {"problem.value.size-negative", "“{0}”是负数；请写成整数字节，或 64k、1m、2g 的形式"},
      {"problem.value.size-fraction", "“{0}”不是整数；请写成整数字节，或 64k、1m、2g 的形式"},
      {"problem.value.size-malformed", "“{0}”不是大小；请写成整数字节，或 64k、1m、2g 的形式"},
      {"problem.value.size-too-large", "“{0}”超过 {1} 字节；请写成整数字节，或 64k、1m、2g 的形式"},
      {"problem.value.duration-negative", "“{0}”是负数；请写成 500ms、3s、2m 或 1h 的形式，或用 off 表示没有"},
      {"problem.value.duration-malformed", "“{0}”不是时间长度；请写成 500ms、3s、2m 或 1h 的形式，或用 off 表示没有"},
      {"problem.value.duration-too-fine", "“{0}”的精度超过一纳秒；请写成 500ms、3s、2m 或 1h 的形式，或用 off 表示没有"},
      {"problem.value.duration-too-long", "“{0}”超过 292 年；请写成 500ms、3s、2m 或 1h 的形式，或用 off 表示没有"},
      {"problem.value.aead", "“{0}”不是加密算法；请选择 aesgcm 或 chachapoly，两端要相同"},
      {"problem.unit.bits", "位"},
      {"problem.unit.bytes", "字节"},
      {"problem.unit.bytes-per-second", "字节/秒"},
      {"problem.unit.sessions", "个会话"},
      {"problem.unit.sessions-per-address", "个会话（每个地址）"},
      {"problem.unit.messages-per-second", "条消息/秒"},
      {"problem.unit.connections", "个连接"},
      {"problem.unit.connections-per-second", "个连接/秒"},
      {"problem.unit.logins", "个登录"},
      {"problem.unit.answers-per-second", "个应答/秒"},
      {"problem.unit.newcomers-per-second", "个新来者/秒"},
      {"problem.refusal.ipv6-only", "这个监听地址只用于 IPv6"},
      {"problem.refusal.denied", "不允许它的地址连接（allow、deny）"},
      {"problem.refusal.no-handover", "所有名额都已占用，而且正在让出的名额已达上限"},
      {"problem.refusal.rate", "来自该地址的连接超过了 connectionsPerSecond {0}"},
      {"problem.refusal.penalty", "它的地址因登录失败，暂时不得连接（maxPenalty）"},
      {"problem.refusal.address-full", "来自该地址的会话已达 maxPerAddress {0}"},
      {"problem.refusal.source-full", "来自 {0} 的会话已达 maxPerAddress 允许的数量"},
      {"problem.refusal.sessions-full", "打开的会话已达 maxSessions {0}"},
      {"problem.refusal.streams-full", "maxSessions 中可供流使用的 {0} 个会话都已打开"},
      {"problem.refusal.listener-full", "这个监听地址可有的 {0} 个会话都已打开"},
      {"problem.refusal.login-evicted", "它的名额让给了新来者：正在登录的对端已达上限，而它是占用名额最多的来源中最早的一个"},
      {
        "problem.refusal.silent-evicted",
        "它的名额让给了新来者：打开的会话已达 maxSessions，它还没有发来完整的消息，而且在这类会话最多的来源中是最早的一个"
      },
      {"problem.refusal.datagram-evicted", "它的名额让给了新的对端"},
      {"problem.datagram.from-service-port", "它来自系统或本服务器的端口，那里会自动应答"},
      {"problem.datagram.over-max-message", "它超过了 maxMessage 的 {0} 字节"},
      {"problem.datagram.over-buffer", "它超过 {0} 字节，已被截断"},
      {"problem.datagram.reading-failed", "读取失败：{0}"},
      {"problem.datagram.sending-failed", "系统拒绝发送：{0}"},
      {"problem.datagram.shutting-down", "服务器正在关闭"},
      {"problem.datagram.paused", "会话已暂停，而数据报无法等待"},
      {"problem.datagram.outbox-full", "等待事件循环的数据已达 maxOutboxBytes"},
      {"problem.datagram.system-full", "系统的发送缓冲区和 maxOutboxBytes 都已满"},
      {"problem.datagram.larger-than-asked", "在公网地址上，应答不得大于请求（{0} 字节），否则可能被用来淹没别人"},
      {"problem.datagram.too-large", "消息有 {0} 字节，超过了数据报的最大值 {1}"},
      {"problem.datagram.sealed-too-large", "消息有 {0} 字节，超过了数据报的最大值 {1}，而加密的数据报从不拆分；更大的消息请用 TCP 发送"},
      {"problem.datagram.empty-not-sent", "此系统无法从已连接的套接字发送空数据报"},
      {"problem.datagram.batches-off", "dev.parley.udp 设为 channel"},
      {"problem.datagram.one-peer", "客户端只有一个对端"},
      {"problem.datagram.other-system", "只在 x86-64 和 aarch64 的 Linux 上支持"},
      {"problem.datagram.byte-order", "这台机器的字节序不受支持"},
      {"problem.datagram.no-native-access", "没有启用原生访问（--enable-native-access={0}）"},
      {"problem.datagram.trial-wrong", "在回环接口上的试验得到了不同的结果"},
      {"problem.datagram.trial-failed", "试验失败：{0}"},
      {"problem.datagram.ambiguous-descriptor", "有 {0} 个描述符看起来都属于这个套接字"},
      {"problem.datagram.address-not-reported", "系统不提供这一信息"},
      {"problem.session.ended", "会话已结束：{0}"},
      {"problem.session.shutting-down", "本端正在关闭"},
      {"problem.session.no-message-in-time", "{0} 毫秒内没有收到消息"},
      {"problem.session.composer-length", "composer 写入了 {0} 字节，而不是 {1} 字节"},
      {"problem.session.unreachable", "对端的端口没有程序监听"},
      {"problem.session.peer-reset", "对端重置了连接"},
      {"problem.session.peer-vanished", "对端消失了：它的系统长时间没有确认数据，或者没有接收数据"},
      {"problem.session.bytes-lost", "{0}；发给它的数据有 {1} 字节丢失"},
      {"problem.session.handler-failed", "处理函数抛出了 {0}"},
      {"problem.session.engine-failed", "引擎出错：{0}"},
      {"problem.session.engine-out-of-memory", "引擎因内存不足而出错"},
      {"problem.session.out-of-memory", "本进程内存不足；这个会话所属的来源占用最多，而且它停滞得最久"},
      {"problem.session.asked-for-memory", "本进程内存不足，而这个会话正在申请内存"},
      {"problem.session.buffers-full", "所有会话合计占用超过 maxBufferedBytes {0}；这个会话所属的来源占用最多，而且它停滞得最久"},
      {"problem.session.outbox-full", "等待对端接收的数据超过 maxOutboxBytes {0}"},
      {"problem.session.nothing-taken", "在写超时时间内，对端没有接收等待发送的 {0} 字节中的任何一个，或者每秒不到 1000 字节"},
      {"problem.session.nothing-asked", "在写超时时间内，对端没有索取等待发送的 {0} 字节"},
      {"problem.session.login-timeout", "登录没有在登录超时时间内完成"},
      {"problem.session.frame-timeout", "已开始的消息没有在帧超时时间内收完"},
      {"problem.session.half-close-timeout", "对端的发送结束之后，本端没有再向它发送数据"},
      {"problem.session.idle-timeout", "在空闲超时时间内没有收发任何数据"},
      {"problem.session.datagram-idle-timeout", "在数据报空闲超时时间内没有收发任何数据报"},
      {"problem.session.revoked", "{0} 登录时出示的凭据不再有效：它已被移除或更改"},
      {"problem.session.closed", "本端已关闭"},
      {"problem.session.no-thread", "系统没有给本进程提供检查证书和密钥所需的线程"},
      {"problem.session.busy", "已有 {0} 个对端在等待检查证书和密钥，达到了上限"},
      {"problem.network.no-address", "主机 {0} 没有地址"},
      {"problem.network.lookup-timed-out", "没有及时查到 {0} 的地址"},
      {"problem.network.lookup-failed", "查找 {0} 失败：{1}"},
      {"problem.network.cannot-connect", "无法连接到 {0}：{1}"},
      {"problem.network.no-answer", "{0} 没有及时应答"},
      {"problem.network.nobody-listens", "{0} 没有程序监听"},
      {"problem.network.interrupted", "连接时被中断"},
      {"problem.network.client-closed", "客户端在此期间已关闭"},
      {"problem.network.cannot-talk", "无法与 {0} 通信"},
      {"problem.network.connection-failed", "与 {0} 的连接失败：{1}"},
      {"problem.network.login-failed", "在 {0} 登录失败：{1}"},
      {"problem.network.login-too-long", "登录时间过长"},
      {"problem.network.login-not-finished", "{0} 没有及时完成登录；可能的原因：{1}"},
      {"problem.network.perhaps-no-seal", "它既不要求登录也不加密，或者它使用 TLS，必须用 tls:// 连接"},
      {"problem.network.perhaps-no-login", "它不要求登录，或者它是明文的，必须用 tcp:// 连接"},
      {"problem.network.perhaps-no-tls", "它是明文的，必须用 tcp:// 连接"},
      {"problem.network.needs-tls", "{0} 只能在 TLS 内使用；请使用 tls://"},
      {"problem.network.needs-stream", "{0} 只能用于流；请使用 tcp:// 或 unix:"},
      {"problem.network.unix-from-network", "不能从网络地址连接 Unix 域套接字的服务器"},
      {"problem.network.local-port-taken", "本地端口 {0} 已被占用；请换一个，或者不指定（--local-port）"},
      {"problem.network.local-port", "本地端口：{0}"},
      {"problem.network.local-address-unknown", "这台机器没有本地地址 {0}"},
      {"problem.network.no-local-port", "没有空闲的本地端口可用"},
      {
        "problem.network.broadcast",
        "这是广播地址；如果确实要发送给那里的所有主机，请允许广播（connect --broadcast，在 Java 中为 SocketOptions.withBroadcast）"
      },
      {"problem.network.no-ipv6", "这台机器没有 IPv6"},
      {"problem.server.no-address-or-handler", "服务器至少需要一个地址和一个处理函数"},
      {
        "problem.server.no-certificate",
        "{0} 需要证书及其密钥（--tls-cert 和 --tls-key，在 Java 中为 tls）；parley cert 可生成一对供试用"
      },
      {"problem.server.needs-tls", "{0} 只能在 TLS 内使用；请在 tls:// 上监听，而不是 {1}"},
      {"problem.server.needs-stream", "{0} 只能用于流；请在 tcp:// 或 unix: 上监听，而不是 {1}"},
      {
        "problem.server.public",
        "别的机器能够连接 {0}，途中的人能够读取和改动通信内容；请用密钥加密（parley keygen NAME > NAME.key，然后 --key-file NAME.key），"
            + "在 tls:// 或 127.0.0.1 上监听，或者明确允许（--allow-plain，在 Java 中为 allowPlain）"
      },
      {"problem.server.overlaps", "这个服务器已在 {0} 上监听，它与 {1} 重叠；保留其中一个即可"},
      {"problem.server.cannot-listen", "无法在 {0} 上监听：{1}"},
      {"problem.server.address-in-use", "{0} 已被占用：另一个程序正在那里监听"},
      {
        "problem.server.privileged-port",
        "端口 {0} 只供特权程序使用，大多数系统上 1024 以下的端口都是如此；请选用 1024 及以上的端口，或者允许此用户使用它（sysctl "
            + "net.ipv4.ip_unprivileged_port_start={0}）"
      },
      {"problem.server.unknown-address", "这台机器没有地址 {0}；请使用它自己的地址，或者用 * 表示所有地址"},
      {"problem.server.path-taken", "该路径已被占用：那里是{0}"},
      {"problem.server.symbolic-link", "一个符号链接"},
      {"problem.server.folder", "一个目录"},
      {"problem.server.no-socket", "一个不是套接字的文件"},
      {"problem.server.device", "一个设备或管道"},
      {"problem.server.socket-replaced", "套接字文件刚建立就被替换"},
      {"problem.server.open-files", "本进程可打开 {0} 个文件，已打开 {1} 个，另外保留 {2} 个"},
      {"problem.server.buffer-limited", "系统不给 {0} 更大的空间；Linux 的上限由 net.core.{1} 设置"},
      {"problem.value.burst", "突发量为 {0} 个单位，超出范围；请选择 1 到 {1}"},
      {"problem.value.rate", "速率为 {0} 个单位/秒，超出范围；请选择 1 到 {1}"},
      {"problem.value.spend", "一次不能使用 {0} 个单位；范围是 0 到 {1}"},
      {"problem.value.sessions-per-source", "每个来源 {0} 个会话超出范围；至少为 1"},
      {"problem.service.unknown", "没有这个名称的服务；可用的服务有 {0}"},
      {"problem.service.operator-once", "operator 不能与 once 一起使用：人无法在一次调用之内回答；请使用 reply 或其他服务"},
      {"problem.service.no-template", "reply 需要应答的内容"},
      {"problem.service.empty-quit-word", "退出词至少有一个字符"},
      {
        "problem.service.brace-not-closed",
        "有一个 { 没有对应的 }；应答内容可用 {message}、{peer}、{address}、{port} 和 {time}，{{ 表示一个花括号"
      },
      {
        "problem.service.unknown-placeholder",
        "没有 {0} 这个占位符；应答内容可用 {message}、{peer}、{address}、{port} 和 {time}，{{ 表示一个花括号"
      },
      {"problem.notice.arrived", "{0} 已连接（{1}）"},
      {"problem.notice.finished-sending", "{0} 不再发送；它可能还在接收"},
      {"problem.notice.left", "{0} 已离开"},
      {"problem.notice.left-because", "{0} 已离开（{1}）"},
      {"problem.notice.left-next", "{0} 已离开；现在输入的行发给 {1}"},
      {"problem.notice.left-because-next", "{0} 已离开（{1}）；现在输入的行发给 {2}"},
      {"problem.notice.unconfirmed-message", "发给 {0} 的最后一条消息可能已丢失：连接被重置"},
      {"problem.notice.unconfirmed-messages", "发给 {0} 的最后 {1} 条消息可能已丢失：连接被重置"},
      {"problem.notice.chosen", "现在输入的行发给 {0}，直到它离开；单独输入 @ 取消选定"},
      {"problem.notice.choice-ended", "现在输入的行发给最后发言的对端"},
      {"problem.notice.nobody-here", "目前没有对端"},
      {"problem.notice.row", "{0} {1} {2}，已连接 {3}，收到 {4} 条，发出 {5} 条"},
      {"problem.notice.row-finished", "{0} {1} {2}，已连接 {3}，收到 {4} 条，发出 {5} 条，不再发送"},
      {
        "problem.notice.help",
        """
        文本        发给当前对端：选定的那个，或者最后发言的那个
        @3 文本     只有这一次发给对端 3
        @3          选定对端 3，直到它离开；单独的 @ 取消选定
        /all 文本   发给所有对端
        /empty      发送一条空消息；/empty 3 发给对端 3
        /who        列出对端；* 标出当前对端
        /kick 3     结束与对端 3 的会话
        /quit       结束程序，与 Ctrl-D 相同
        //文本      发送以 / 开头的文本；@@文本 发送以 @ 开头的文本\
        """
      },
      {"problem.leaving.revoked", "它不再有权连接"},
      {"problem.leaving.reset", "它重置了连接"},
      {"problem.leaving.network-failed", "网络出了故障，或者它消失了"},
      {"problem.leaving.unreachable", "它的端口上没有程序监听"},
      {"problem.leaving.message-too-large", "它的消息太大"},
      {"problem.leaving.message-malformed", "它发来的内容不符合分帧方式"},
      {"problem.leaving.message-truncated", "它在一条消息的中途离开"},
      {"problem.leaving.login-wrong", "它的登录有误"},
      {"problem.leaving.forged", "收到的内容在途中被改动"},
      {"problem.leaving.login-timeout", "它的登录用时太久"},
      {"problem.leaving.message-timeout", "它没有及时发完一条消息"},
      {"problem.leaving.silent", "它静默太久"},
      {"problem.leaving.not-reading", "它不读取发给它的内容"},
      {"problem.leaving.unanswered", "它结束发送之后，没有再发给它任何内容"},
      {"problem.leaving.place-needed", "它的位置要让给别的对端"},
      {"problem.leaving.uncarriable", "发给它的内容放不进一条消息"},
      {"problem.leaving.memory-needed", "内存要让给别的对端"},
      {"problem.leaving.busy", "等待处理的工作已经太多"},
      {"problem.leaving.defect", "内部出现故障"},
      {"problem.operator.not-sent", "没有发送：{0}"},
      {"problem.operator.not-sent-to", "没有发给 {0}：{1}"},
      {"problem.operator.peer-busy", "{0} 目前不再接收，等待发给它的内容太多"},
      {"problem.operator.chosen-left", "你选定的对端 {0} 已离开；请用 @ 选定另一个，或者单独输入 @"},
      {"problem.operator.none-spoke", "有多个对端，但都还没有发言；请用 @ 选定一个，/who 列出它们"},
      {"problem.operator.no-such-number", "没有编号为 {0} 的对端；/who 列出所有对端"},
      {"problem.operator.number-wanted", "需要对端的编号，例如 @3 hello 或 /kick 3；/who 列出编号，@@ 发送以 @ 开头的文本"},
      {"problem.operator.text-wanted", "需要一段文本，例如 /all hello"},
      {"problem.operator.no-such-command", "没有这个命令；/help 列出命令，// 发送以 / 开头的文本"},
      {"problem.setting.ipv6-prefix", "--ipv6-prefix"},
      {"problem.setting.connections-per-second", "--connection-rate"},
      {"problem.setting.connection-burst", "--connection-burst"},
      {"problem.setting.max-logins", "--max-logins"},
      {"problem.setting.max-logins-per-address", "--max-logins-per-address"},
      {"problem.setting.max-penalty", "--max-penalty"},
      {"problem.setting.max-sessions", "--max-sessions"},
      {"problem.setting.max-per-address", "--max-per-address"},
      {"problem.setting.max-outbox-bytes", "--max-outbox"},
      {"problem.setting.messages-per-second", "--rate"},
      {"problem.setting.bytes-per-second", "--byte-rate"},
      {"problem.setting.max-buffered-bytes", "--max-buffered"},
      {"problem.setting.answers-per-second", "--udp-answers"},
      {"problem.setting.newcomers-per-second", "--udp-newcomers"},
      {"problem.setting.login", "--login-timeout"},
      {"problem.setting.frame", "--frame-timeout"},
      {"problem.setting.idle", "--idle-timeout"},
      {"problem.setting.write", "--write-timeout"},
      {"problem.setting.datagram-idle", "--datagram-idle-timeout"},
      {"problem.setting.unacknowledged", "--unacknowledged-timeout"},
      {"problem.setting.linger", "linger"},
      {"problem.setting.half-close", "halfClose"},
      {"problem.setting.quiet", "quiet"},
    };
  }
}
