package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts of `--help`, in Chinese.
final class ChineseHelp extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {
      {"help.heading.usage", "用法："},
      {"help.heading.commands", "命令："},
      {"help.man.name", "名称"},
      {"help.man.synopsis", "概要"},
      {"help.man.summary", "用 TCP 和 UDP 通信"},
      {"help.short.all", "全部选项：{0} --help"},
      {"help.short.commands", "全部内容和示例：parley --help。某个命令的选项：parley COMMAND -h"},
      {"help.parley.description", "用 TCP 和 UDP 通信。"},
      {
        "help.parley.footer",
        """
        退出码：0 正常，1 网络故障，2 用法或配置错误，3 登录被拒绝，4 对端违反协议，
        70 Parley 自身的缺陷，129 表示收到 SIGHUP，130 表示收到 SIGINT，143 表示 SIGTERM 使内容中断。
        PARLEY_DEBUG=1 显示故障发生的位置。

        示例：
          parley serve upper                    tcp 和 udp，在 127.0.0.1:9000 上
          printf 'hello\\n' | parley connect     输出 HELLO
          parley keygen laptop > laptop.key     用于别人无法读取的通信
          parley port 9000                      端口被谁占用？
          ./parley install                      在克隆的仓库里：装成 PATH 上的命令
        """
      },
      {"help.standard.help", "-h 显示最常用的选项，--help 显示全部。"},
      {"help.standard.version", "输出版本、提交、JDK 和系统。"},
      {"help.heading.serve", "服务内容："},
      {"help.serve.description", "通过 TCP、UDP 和 Unix 域套接字为许多对端同时服务。"},
      {"help.serve.synopsis", "parley serve [SERVICE] [ADDRESS | HOST PORT] [OPTION]..."},
      {
        "help.serve.service",
        "chat（带历史记录的聊天室）、echo（RFC 862）、discard（863）、daytime（867）、upper、reply（--text）、print（只显示消息）、operator（由人回答）。"
            + "默认：chat"
      },
      {"help.serve.framing-default", "auto；有密钥或登录时为 line"},
      {"help.serve.tls-cert", "服务器的证书，PEM 格式，后面依次是签名者的证书。有多个时，客户端看到的是与它所连接的名字相符的那一个。文件改变时重新读取"},
      {"help.serve.tls-key", "证书的私钥，PEM 格式，没有口令保护；个数和顺序与 --tls-cert 相同"},
      {"help.serve.receive-buffer", "内核的接收缓冲区。默认：由系统决定；监听 UDP 时为 1M，或者系统允许的最大值"},
      {"help.serve.text", "reply 的应答内容；{message}、{peer}、{address}、{port} 和 {time} 会换成相应的值，{{ 代表 {"},
      {
        "help.serve.ascii",
        "upper：只转换 a 到 z，其他字节不变，与 Python 的 "
            + "bytes.upper() 相同。默认：按 Unicode 规则，与 "
            + "str.upper() 相同（ß 变成 SS）"
      },
      {"help.serve.show", "应答之前先在标准输出上显示每条消息，与 print 相同。print 和 operator 总是这样做"},
      {"help.serve.once", "每个会话在第一条消息之后就关闭。默认：继续"},
      {"help.serve.quit-word", "收到这样的消息时先应答，再结束会话；可以重复给出"},
      {"help.serve.close-word", "收到这样的消息时不应答就结束会话；可以重复给出"},
      {"help.serve.sessions", "服务完 N 个会话就结束，不再接受更多；UDP 对端的第一个数据报处理完才计入。默认：一直服务"},
      {"help.serve.loops", "服务所用的线程数。默认：每两个核心一个"},
      {
        "help.serve.short",
        """
        服务：chat、echo、discard、daytime、upper、reply、print、operator（由你回答）。
          -l, --listen=ADDRESS    tcp://host:port、udp://host:port、tls://host:port 或
                                  unix:/path；可以重复给出
          -p=PORT                 没有写端口时的端口；9000
          -u, --udp               只用 UDP
              --allow-plain       允许别的机器连接，即使途中的人能够读取内容
              --text=TEXT         reply 的应答内容
              --quit-word=WORD    收到这样的消息时先应答，再结束会话
              --show              应答之前先显示每条消息
              --framing=FORM      auto、line、raw、stream、length:4be……
              --keys=FOLDER       允许谁连接：每人一个密钥文件；通信会加密
              --users=FILE        谁可以通过 TLS 凭用户名和口令登录
              --tls-cert=FILE --tls-key=FILE
                                  tls:// 地址的证书
              --data=FOLDER       chat 把消息保存在哪里；parley-data
              --history=WHERE     chat 怎样保存消息：disk、memory、none
              --operator=NAME     chat：以 NAME 登录的人是管理员
          -v, --verbose           输出对端的连接和断开
        """
      },
      {
        "help.serve.footer",
        """
        标准输出上只有消息，没有别的。operator，以及输出到终端的 print 和 --show，以
        “PEER: text”的形式显示消息，其中的控制字符不会起作用；输出到管道时，print 和
        --show 写出消息的字节，每条后面加一个换行（--framing stream 时不加）。其余
        内容都在标准错误上。
        结束会话的词：--quit-word 先应答，再关闭会话；--close-word 不应答就关闭。
        operator 收到两种词都会显示，并关闭那个会话；在 operator 中输入它们时，先发送
        再关闭。connect 的 --quit-word 会发送，此后不再发送；connect 的 --leave-word
        不发送，立即结束。
        operator：/help 列出可以输入的命令；/quit 或 Ctrl-D 结束服务器，来自管道的标准
        输入结束时服务器不会结束；Ctrl-C 丢弃没有输完的一行，没有输入内容时结束服务器。
        终端上的 chat：输入的内容由名为 operator 的成员在 #lobby 中说出，这个成员有全部
        权限；/quit 或 Ctrl-C 结束服务器。
        收到 SIGINT 或 SIGTERM 后，等待已有的会话完成，最多 10 s；再收到一个信号就立即结
        束。密钥、用户和证书的文件改变时会自动重新读取，SIGHUP 则让它们立即重新读取。
        退出码：0 正常（/quit、--sessions、SIGTERM），1 端口被占用，或者标准输出故障
        或丢失消息，2 用法错误，130 表示收到 SIGINT，143 表示 SIGTERM 中断了会话或
        使消息丢失；docs/EXIT-CODES.md 列出各种原因。

        示例：
          parley serve                          聊天室，保存在 ./parley-data
          parley serve chat --data /srv/chat --keys keys/ --operator ada -l 0.0.0.0:9000
          parley serve upper -l tcp://127.0.0.1:0 -l udp://127.0.0.1:0 -l unix:./p.sock
          parley serve reply --text 'server send :{message}' --framing raw --quit-word q
          parley serve reply --text bye --once
          parley serve upper --ascii --framing raw --close-word over --show
          parley serve operator --framing raw --quit-word q --quit-word Q --sessions 1
          parley serve upper --keys keys/ -l tcp://127.0.0.1:9000
          parley serve upper --framing length:4le --reply-framing raw \\
              --auth hmac-md5 --key-file key.txt
          parley serve print -l udp://127.0.0.1:9000 > messages.txt
        """
      },
      {"help.heading.listen", "在哪里监听（默认：tcp://127.0.0.1:9000 和 udp://127.0.0.1:9000）："},
      {
        "help.listen.listen",
        "在这里监听；可以重复给出。写法：tcp://host:port tls://host:port udp://host:port unix:/path host:port "
            + "[::1]:port port。端口 0 表示任意空闲端口。主机 * 是本机的所有地址，0.0.0.0 只包括 IPv4，[::] 只包括 IPv6"
      },
      {"help.listen.allow-plain", "允许别的机器连接，尽管途中的人能够读取和改动内容。默认：没有密钥时只允许本机"},
      {
        "help.listen.proxy-from",
        "要求每个对端都先发送 PROXY 头（版本 1 或 2；数据报用 2），只接受来自这些发送方的，并把头里的客户端当作对端。地址和地址段用逗号分开，例如 "
            + "127.0.0.1,10.0.0.0/8；unix 表示 unix: 监听地址上的所有对端。只用于一个监听地址：-l "
            + "'ADDRESS?proxy-from=LIST'，其中 none 表示没有 PROXY 头"
      },
      {"help.heading.address", "地址："},
      {"help.address.udp", "没有写协议的地址是 UDP"},
      {"help.address.unix", "没有写协议的地址是 Unix 域套接字文件"},
      {"help.address.p", "地址没有写端口时监听或连接的端口。默认：9000"},
      {"help.address.4", "只用 IPv4；* 是 0.0.0.0"},
      {"help.address.6", "只用 IPv6；* 是 [::]"},
      {"help.heading.framing", "分帧方式，两端要相同（数据报不需要）："},
      {
        "help.framing.framing",
        "请求（从客户端到服务器）如何分帧：auto（line；如果最先的字节里没有行尾，并且随后静默 0.5 s，就是 raw）、line、line:crlf、raw、stream、"
            + "length:{1,2,4,8}{be,le}、length:varint、delimiter:%0D%0A、fixed:N、netstring、ready。后面加上 "
            + ":chars 时，length 和 ready 按字符计长（即 Python 的 len）。默认：{0}"
      },
      {"help.framing.reply-framing", "应答（从服务器到客户端）如何分帧。默认：与 --framing 相同"},
      {"help.framing.max-message", "从对端接收的消息的上限。默认：1m，auto 和 line 为 64k"},
      {
        "help.framing.allow-http",
        "把 HTTP 客户端发来的内容当作消息。默认：没有密钥、登录或 TLS 时，以 HTTP 请求或 TLS 开头的会话会被结束，因为任何网页都能让浏览器发出这样的请求；raw、"
            + "stream 和 fixed 接受一切内容"
      },
      {"help.heading.security", "密钥和登录，两端要相同："},
      {
        "help.security.key-file",
        "密钥文件（parley keygen），用来加密全部通信；与 --auth hmac-… 一起使用时是存放共享密钥的文件，最后的换行不算在内。默认：环境变量 PARLEY_KEY，"
            + "设置了就必须能用，除非有 --auth none；共享密钥也可以在提示下输入"
      },
      {
        "help.security.auth",
        "sealed、sealed:chachapoly（在没有 AES 指令的处理器上更快）、none；用于旧程序的有 hmac-sha256 或 hmac-md5（使用共享密钥；"
            + "数据仍是明文）。默认：有密钥时为 sealed，没有时为 none"
      },
      {"help.security.server-name", "双方约定的服务器名，用于多个服务器持有同一个密钥的情形。默认：没有"},
      {"help.security.keys", "允许连接的所有客户端的密钥：一个目录里的 *.key 文件，或者一个文件。文件改变时以及收到 SIGHUP 时重新读取"},
      {"help.heading.tls", "TLS，用于 tls://host:port 形式的地址："},
      {"help.tls.client-ca", "只接受持有由这些证书颁发机构之一签名的证书的客户端。文件改变时以及收到 SIGHUP 时重新读取"},
      {"help.tls.tls-min", "使用的最低 TLS 版本：1.3，或者 1.2（用于旧的对端）。默认：1.3"},
      {"help.tls.ca", "信任这样的服务器：证书与所连接的名字相符，并且由这些证书颁发机构之一签名（或者就是其中之一）。默认：这个 Java 所信任的证书颁发机构"},
      {"help.tls.pin", "只信任持有这个密钥的服务器，不论证书上是什么名字；parley cert 会输出 pin"},
      {"help.tls.insecure", "信任任何服务器，因此途中的人能够读取内容"},
      {"help.tls.tls-cert", "客户端自己的证书，PEM 格式，用于要求客户端证书的服务器"},
      {"help.tls.tls-key", "客户端证书的私钥，PEM 格式，没有口令保护"},
      {"help.heading.chat", "聊天室，用于服务 chat："},
      {"help.chat.data", "保存消息的文件夹，不存在时创建。默认：parley-data"},
      {"help.chat.history", "disk：写入磁盘后才确认消息；memory：每个聊天室最近的 10,000 条，直到服务器结束；none：不保存。默认：disk"},
      {"help.chat.operator", "以 NAME 登录的人管理聊天室；可重复"},
      {"help.chat.chat-names", "登录者在聊天室中的名字：每行一个名字和一个主体。默认：密钥或用户的名字，或证书的 CN"},
      {"help.chat.memory-room", "这个聊天室的消息只保存在内存中；可重复"},
      {"help.chat.chat-rate", "一个成员每秒的消息数，可先连发 10 条；超过的会延迟。0 表示不限。默认：5"},
      {"help.chat.keep-messages", "每个聊天室保留最近 N 条消息。默认：全部"},
      {"help.chat.keep-time", "消息保留多久。默认：一直保留"},
      {"help.chat.keep-bytes", "保留这么多字节以内的最近消息。默认：全部"},
      {"help.chat.keep-free", "磁盘剩余空间少于此值时拒绝新消息；0 表示从不拒绝。默认：64m，至多为磁盘的十分之一"},
      {"help.heading.users", "用户和口令，在 TLS 内："},
      {"help.users.users", "允许登录的用户（parley passwd）；只能用于 tls://… 形式的地址。文件改变时以及收到 SIGHUP 时重新读取"},
      {"help.users.allow-unbound", "也接受没有与 TLS 连接绑定的登录，用于 TLS 没有直达本服务器的客户端"},
      {"help.heading.limit", "限制（时间写作 500ms、3s、2m、off；大小写作 64k、1m）："},
      {"help.limit.max-sessions", "同时打开的会话数，不超过本进程可打开的文件数。默认：${DEFAULT-VALUE}"},
      {"help.limit.max-per-address", "一个对端地址同时打开的会话数。默认：64；本机自己的地址不受限制，除非设置了这个选项"},
      {"help.limit.rate", "一个会话每秒的消息数；超过时推迟读取，不会丢弃。0 表示不限。默认：${DEFAULT-VALUE}"},
      {"help.limit.byte-rate", "一个会话每秒的字节数，同上。默认：${DEFAULT-VALUE}"},
      {"help.limit.max-outbox", "等待一个读得慢的对端接收的字节数；超过时会话结束。默认：${DEFAULT-VALUE}"},
      {"help.limit.max-buffered", "所有流会话合计等待的字节数；超过时占用最多的会话结束。默认：Java 可用内存的四分之一"},
      {"help.limit.idle-timeout", "流会话在这段时间内没有收发任何字节就结束。默认：${DEFAULT-VALUE}"},
      {"help.limit.datagram-idle-timeout", "UDP 对端在这段时间内没有数据报就不再保留。默认：${DEFAULT-VALUE}"},
      {"help.limit.frame-timeout", "收完一条已开始的消息的时限。默认：${DEFAULT-VALUE}"},
      {"help.limit.write-timeout", "对端接收等待内容的第一个字节的时限，此后每秒至少接收 1000 字节。默认：${DEFAULT-VALUE}"},
      {
        "help.limit.unacknowledged-timeout",
        "对端的系统确认已发内容或腾出接收空间的时限（Linux 上的 TCP）。默认：${DEFAULT-VALUE}"
      },
      {"help.limit.login-timeout", "整个登录的时限。默认：${DEFAULT-VALUE}"},
      {"help.heading.admission", "允许谁连接（BLOCK 是一个地址、10.0.0.0/8，或者用逗号分开的几个）："},
      {"help.admission.allow", "只有这些地址可以连接。默认：所有地址"},
      {"help.admission.deny", "这些地址不可以连接，即使 --allow 里有"},
      {"help.admission.exempt", "按地址的限制对这些地址不起作用，例如共用一个地址的教室。本机自己的地址不受限制，除非设置了 --max-per-address"},
      {
        "help.admission.ipv6-prefix",
        "IPv6 地址的前多少位算作一个地址；它所在的 /56 有 4 倍的定额，/48 有 16 倍。默认：${DEFAULT-VALUE}"
      },
      {"help.admission.connection-rate", "一个地址每秒的连接数；超过的立即关闭。0 表示不限。默认：${DEFAULT-VALUE}"},
      {"help.admission.connection-burst", "一个地址一次可以建立的连接数。默认：${DEFAULT-VALUE}"},
      {
        "help.admission.max-logins",
        "同时正在登录的对端数，不计入 --max-sessions；超过时，在登录数最多的地址中，最早的一个被断开。默认：${DEFAULT-VALUE}"
      },
      {"help.admission.max-logins-per-address", "同上，对一个地址。默认：${DEFAULT-VALUE}"},
      {
        "help.admission.max-penalty",
        "登录失败的地址最多被拒绝多久：从第三次起，每次错误的证明 5s。off 表示不拒绝。默认：${DEFAULT-VALUE}"
      },
      {"help.heading.datagram", "没有密钥的 UDP："},
      {
        "help.datagram.udp-answers",
        "每秒给一个主机的应答数，除 operator 以外的所有服务合计；长期每秒收到 10 个以上应答的主机，每 1024 个会少收一个，否则两个互相应答的服务永远不会停止。0 "
            + "表示不限。默认：${DEFAULT-VALUE}"
      },
      {
        "help.datagram.udp-newcomers",
        "每秒接纳的首次发送者数，一次最多 1,000 个；其余的再次发送时接纳。0 表示不限。默认：${DEFAULT-VALUE}"
      },
      {"help.heading.socket", "套接字："},
      {"help.socket.send-buffer", "内核的发送缓冲区。默认：由系统决定"},
      {"help.socket.no-delay", "--no-delay 立即发送小消息，这是默认；--delay 让 TCP 合并小消息"},
      {"help.socket.keep-alive", "--keep-alive 用来发现没有通知就消失的对端，这是默认"},
      {"help.socket.backlog", "等待接受的连接数。默认：4096"},
      {"help.socket.receive-buffer", "内核的接收缓冲区。默认：由系统决定"},
      {"help.heading.report", "输出："},
      {"help.report.verbose", "输出每个会话的信息：对端、结束原因、时长和数据量"},
      {"help.report.quiet", "输出监听地址，此后只输出本端的故障"},
      {"help.report.json", "每个事件输出为一行 JSON 对象，见 docs/EVENTS.md"},
      {"help.shared.transcript", "把双方的消息追加到 FILE，每行一个 JSON 对象"},
      {"help.heading.connect", "连接："},
      {
        "help.connect.description",
        """
        与服务器通信。

        在终端上：有提示符，可以编辑，有历史记录。Ctrl-D 结束本端的发送；Ctrl-C 丢弃没有
        输完的一行，没有输入内容时退出，随时有效。服务器发来的内容显示在“<”后面。
        从管道输入：输入的每一行是一条消息，收到的每条消息输出为一行（--framing stream
        原样传送字节）。输入结束时，本端的发送也结束，然后继续读取应答，直到服务器关闭，
        或者 --wait 之内没有新的应答（UDP 为 1s）。
        服务器先结束它的发送时，其余内容仍会发给它，直到它不再接收（TLS 1.2 不能半关
        闭）。如果它已经关闭，空闲的会话立即结束。
        """
      },
      {"help.connect.synopsis", "parley connect [ADDRESS | HOST PORT] [OPTION]..."},
      {"help.connect.framing-default", "auto；有密钥、登录或 --reply-framing 时为 line"},
      {"help.connect.local-port", "使用的本地端口。默认：任意"},
      {
        "help.connect.connect-timeout", "连接的时限，写作 500ms、3s 或 2m：包括查找主机和尝试它的所有地址。默认：${DEFAULT-VALUE}"
      },
      {
        "help.connect.unacknowledged-timeout",
        "服务器的系统多久不确认数据或没有接收空间就放弃（Linux 上的 TCP）。默认：有人打字时为 1m，否则为 off"
      },
      {"help.connect.broadcast", "UDP：地址可以是广播地址；显示收到的所有应答"},
      {
        "help.connect.short",
        """
        ADDRESS：tcp://host:port、udp://host:port、tls://host:port 或 unix:/path；
        没有时为 tcp://127.0.0.1:9000。Ctrl-D 结束本端的发送，Ctrl-C 退出。
          -u, --udp               UDP
          -w, --connect-timeout=TIME
                                  连接的时限；10s
              --wait=TIME         输入结束之后等待应答多久
              --name=NAME         以这个名字在聊天室里交谈
              --room=ROOM         要进入的房间；#lobby
              --quit-word=WORD    这样的一行会发送，此后不再发送
              --framing=FORM      auto、line、raw、stream、length:4be……
              --hex               以十六进制显示和输入字节
              --key-file=FILE     加密会话或 --auth 所用的密钥
              --user=NAME         通过 TLS 凭用户名和口令登录
              --ca=FILE           服务器的证书可以由谁签发
          -v, --verbose           输出连接的服务器和结束的原因
        """
      },
      {
        "help.connect.footer",
        """
        退出码：0 正常，1 网络故障、输入没有发送完或输出没有写完，2 用法错误或有一行无法
        发送，3 登录被拒绝，4 服务器违反协议；docs/EXIT-CODES.md 列出各种原因。

        示例：
          printf 'hello\\n' | parley connect tcp://127.0.0.1:9000
          parley connect -u 127.0.0.1 9000
          parley connect --name ada             聊天室：服务器的 #lobby
          parley connect tcp://127.0.0.1:9000 --key-file laptop.key
          printf 'ff 00 0a\\n' | parley connect --framing length:2be --hex
        """
      },
      {
        "help.words.address",
        "tcp://host:port、tls://host:port、"
            + "udp://host:port、unix:/path、host:port，或者两个词。默认："
            + "tcp://127.0.0.1:9000"
      },
      {"help.heading.member", "聊天室，需要 --name 或 --room："},
      {"help.member.name", "以这个名字在聊天室里交谈。登录之后，名字是已证明的那个"},
      {
        "help.member.room",
        "要进入的房间，例如 ops；@bob 是和 bob 的私聊；可以重复给出。管道的输入在第一个房间里说，/ 开头的行是命令，// 表示一个斜杠。默认：#lobby"
      },
      {"help.member.bell", "有人提到你的名字时响铃"},
      {"help.heading.talk", "通信："},
      {
        "help.talk.wait",
        "等待应答多久。输入结束之后，这么久没有收到数据就以退出码 0 结束。默认：一直等到服务器结束；UDP 为 1s。也用于逐行等待应答时的行与行之间，默认 1s"
      },
      {"help.talk.turns", "上一行得到应答之后，或者过了 --wait 之后，再发送下一行。默认：raw 会这样做，直到有一行得不到应答；ready 总是这样做"},
      {"help.talk.timeout", "输入结束之后，这么久没有收到任何内容就放弃（退出码 1）；UDP 上，是完全没有应答时才放弃。默认：${DEFAULT-VALUE}"},
      {"help.talk.quit-word", "这样的一行会发送，此后不再发送；可以重复给出。收到它时会话结束"},
      {"help.talk.leave-word", "这样的一行不会发送，会话直接结束；可以重复给出。收到它时会话也结束"},
      {"help.talk.stamp", "在发送的每条消息前面加上时间：[Sat Nov 21 10:00:00 2026]:text"},
      {"help.talk.hex", "输入的行是十六进制的字节（48 65 6c6c6f），显示的内容也是：在终端上是转储，在管道里每条消息一行"},
      {"help.talk.json", "收到的消息输出为 JSON 对象，每行一个；标准错误上的其余内容也是"},
      {"help.talk.history", "保存在提示符下输入的行供下次使用。默认：保存，但加密的会话不保存"},
      {"help.talk.verbose", "在标准错误上输出连接的服务器和结束的原因"},
      {"help.heading.password", "用户名和口令，在 TLS 内："},
      {"help.password.user", "登录的用户，用于 tls://… 形式并且有 --users 的服务器"},
      {"help.password.password-file", "口令文件，只有一行。默认：环境变量 PARLEY_PASSWORD，或者在终端上提示输入"},
      {"help.password.unbound", "不把登录与 TLS 连接绑定：用于 TLS 在到达服务器之前就终止的情形。需要能够验证的证书"},
      {
        "help.password.min-rounds",
        "允许服务器要求的最少 PBKDF2 轮数：轮数越多，假冒的服务器就越难猜出口令。默认：15000，有 --insecure 时为 600000"
      },
      {"help.heading.keygen", "放在哪里："},
      {"help.keygen.description", "生成一个由 32 个随机字节组成的密钥，并带有使用者的名字。"},
      {"help.keygen.synopsis", "parley keygen NAME [-o FILE | > FILE]"},
      {"help.keygen.name", "使用者的名字：字母、数字和 . _ - @，最多 64 个字符"},
      {"help.keygen.out", "创建这个文件，只有你自己能读；它不能已经存在"},
      {"help.keygen.show", "即使在终端上、别人可能看见时，也输出密钥"},
      {
        "help.keygen.footer",
        """
        双方都需要这个文件：请用你信得过的方式传送，例如 scp。持有它的任何人都能以 NAME
        的身份通信。服务器用 --keys 或 --key-file 指定它，客户端用 --key-file。
        退出码：0 正常，1 无法写入，2 用法错误。

        示例：
          parley keygen laptop > laptop.key
          parley keygen laptop -o keys/laptop.key
        """
      },
      {"help.heading.passwd", "或者："},
      {"help.passwd.description", "在服务器用 --users 读取的文件里设置一个用户的口令。"},
      {
        "help.passwd.synopsis",
        """
        parley passwd FILE NAME [--delete]
              parley passwd FILE --list
        """
      },
      {"help.passwd.file", "文件（没有时会创建）和用户：同一种文字的字母、数字和 . _ - @"},
      {"help.passwd.delete", "删除这个用户"},
      {"help.passwd.list", "输出文件里的所有用户"},
      {
        "help.passwd.footer",
        """
        提示输入两遍口令，不显示；从管道输入时读取一行。文件里没有口令本身，但其中的内容
        可以用来猜测口令，因此文件创建时只有所有者能读。服务器用 --users 指定它，客户端
        用 --user 登录。
        退出码：0 正常，1 无法写入，2 用法错误。

        示例：
          parley passwd users alice
          parley passwd users alice --delete
          parley passwd users --list
        """
      },
      {"help.heading.bench", "负载："},
      {
        "help.bench.description",
        """
        对服务器进行压力测试并测量。

        闭环（--depth）：每个连接保持这么多在途请求，收到一个应答才发下一个请求。
        开环（--rate）：请求按固定的时间表发出，延迟从预定发出的时刻算起，因此服务器停顿
        期间本应发出的请求也会计入。应答会被检查。测量结果在标准输出上，其余内容都在标准
        错误上。
        """
      },
      {"help.bench.synopsis", "parley bench [ADDRESS | HOST PORT] [OPTION]..."},
      {"help.bench.framing-default", "line"},
      {"help.bench.connections", "发送请求的连接数；对 UDP 来说是套接字数。默认：10"},
      {"help.bench.size", "一条消息的字节数。默认：64，有 --framing fixed:N 时为 N"},
      {"help.bench.depth", "闭环：每个连接的在途请求数。默认：没有 --rate 时为 1"},
      {"help.bench.rate", "开环：每秒的请求数，所有连接合计"},
      {"help.bench.duration", "测量的时长。默认：10s"},
      {"help.bench.warmup", "测量之前先施加负载的时长。默认：2s"},
      {"help.bench.idle", "另外建立的静默连接数；连接本机的服务器时，从 127.0.0.2 起使用多个地址，因此一万个以上也可以。默认：0"},
      {"help.bench.loops", "产生负载的线程数。默认：1"},
      {"help.bench.expect", "正确的应答：echo、upper、any（不检查）、auto（由第一个应答决定是前两种中的哪一种）。默认：auto"},
      {"help.bench.late", "UDP：超过这个时间的应答算作迟到，没有应答算作丢失。默认：1s"},
      {"help.bench.timeout", "连接和第一个应答的时限。默认：5s"},
      {"help.bench.pid", "服务器的进程：测量它每条消息的处理器时间和内存"},
      {"help.bench.json", "把测量结果输出为 JSON 对象，见 docs/BENCH.md"},
      {"help.bench.report", "另外写出一个带图表的页面：单个 HTML 文件，不需要别的文件"},
      {
        "help.bench.short",
        """
        ADDRESS：tcp://host:port、udp://host:port、tls://host:port 或 unix:/path；
        没有时为 tcp://127.0.0.1:9000。
          -c, --connections=N     发送请求的连接数；10
          -s, --size=SIZE         一条消息的字节数；64
              --depth=N           每个连接的在途请求数；1
              --rate=N            改为按固定的速率发送，每秒的请求数
          -d, --duration=TIME     测量的时长；10s
              --idle=N            另外建立的静默连接数；0
              --pid=PID           服务器的进程，用来测量它的开销
              --report=FILE       带测量结果和图表的页面
              --json              把测量结果输出为 JSON 对象
        """
      },
      {
        "help.bench.footer",
        """
        退出码：0 正常，1 有连接失败，2 用法错误，3 登录被拒绝或者没有给出登录，4 有错误的
        应答，或者服务器使用别的协议，130 和 143 表示收到 SIGINT 和 SIGTERM，它们结束测量并
        输出已有的结果。

        示例：
          parley bench tcp://127.0.0.1:9000 -c 100 --depth 32 --framing length
          parley bench udp://127.0.0.1:9000 --rate 50000 --size 200
          parley bench --rate 1000 --pid 4711 --report report.html
        """
      },
      {"help.history.description", "搜索、导出、备份、检查和清除 serve chat 保存的消息。"},
      {"help.history.synopsis", "parley history COMMAND [OPTION]..."},
      {
        "help.history.footer",
        """
        除 import 和 purge 之外，都可以在服务器使用这个文件夹时运行。
        退出码：0 正常，1 发现损坏，或者有内容无法写入，2 用法错误，或者文件夹或文件无法
        使用。

        示例：
          parley history search --room '#ops' disk full
          parley history backup /backup/chat.db --data /srv/chat
        """
      },
      {"help.shared.data", "serve chat 保存消息的文件夹；只读取时也可以是备份文件。默认：parley-data"},
      {"help.search.description", "查找含有所有词语的消息，不区分大小写。"},
      {"help.search.synopsis", "parley history search [OPTION]... WORD..."},
      {"help.search.word", "整个单词；中文等文字可以是任何部分，也可以是单个汉字"},
      {"help.search.room", "只在这里搜索；可以重复给出。默认：所有聊天室，不含私聊"},
      {"help.search.private", "也搜索私聊"},
      {"help.search.limit", "显示最近的 N 条。默认：100"},
      {"help.search.before", "只找在此之前的消息：14:30、2026-11-21，或者加引号同时写两者"},
      {"help.search.json", "每行一个 JSON 对象，带有消息的 id"},
      {
        "help.search.footer",
        """
        示例：parley history search --room '#ops' --before 2026-11-21 disk full
        """
      },
      {"help.rooms.description", "列出聊天室，以及保存的消息的编号。"},
      {"help.rooms.synopsis", "parley history rooms [OPTION]..."},
      {"help.rooms.private", "也列出私聊"},
      {"help.rooms.json", "每行一个 JSON 对象"},
      {
        "help.rooms.footer",
        """
        示例：parley history rooms --data /srv/chat
        """
      },
      {"help.export.description", "把所有聊天室和消息写成 JSON Lines，包括私聊。"},
      {"help.export.synopsis", "parley history export [FILE | > FILE] [OPTION]..."},
      {"help.export.file", "创建这个文件，只有你自己能读；- 是标准输出，也是默认值"},
      {
        "help.export.footer",
        """
        示例：parley history export | gzip > messages.jsonl.gz
        """
      },
      {"help.import.description", "读取 export 写出的内容：要么全部，要么什么也不导入。"},
      {"help.import.synopsis", "parley history import FILE [OPTION]..."},
      {"help.import.file", "文件；- 是标准输入"},
      {"help.import.data", "空文件夹，不存在时创建。默认：parley-data"},
      {
        "help.import.footer",
        """
        示例：parley history import messages.jsonl --data /srv/chat
        """
      },
      {"help.backup.description", "把全部内容复制到一个文件中，包括私聊和服务器的机密。"},
      {"help.backup.synopsis", "parley history backup FILE [OPTION]..."},
      {"help.backup.file", "创建这个文件，只有你自己能读；它不能已经存在"},
      {
        "help.backup.footer",
        """
        把它命名为 history.db、放在单独的文件夹里，服务器就可以用它启动。

        示例：parley history backup /backup/chat.db --data /srv/chat
        """
      },
      {"help.verify.description", "读取全部内容，说明损坏之处，每行一句。"},
      {"help.verify.synopsis", "parley history verify [OPTION]..."},
      {"help.verify.salvage", "把能读取的内容复制到这个文件夹，它会被创建，或者是空的；原来的文件夹保持不变"},
      {
        "help.verify.footer",
        """
        退出码：0 完好，1 已损坏（无论是否已保存），2 用法错误，或者没有消息。

        示例：parley history verify --data /srv/chat --salvage /srv/saved
        """
      },
      {"help.purge.description", "永久删除说过的内容：文本、名字和文件中的字节。"},
      {
        "help.purge.synopsis",
        "parley history purge (--id ID | --member NAME | --room ROOM) [OPTION]..."
      },
      {"help.purge.id", "具有这个 id 的消息和对它的修改；search --json 显示 id"},
      {"help.purge.member", "以这个名字说过的所有内容，以及证明了这个名字的人以任何名字说过的内容"},
      {"help.purge.room", "这个聊天室和在那里说过的所有内容；之后进入的人进入的是新的聊天室"},
      {"help.purge.yes", "不询问；没有终端时需要"},
      {
        "help.purge.footer",
        """
        请先停止服务器。备份和导出的文件仍保留原有内容。

        示例：parley history purge --member mallory --data /srv/chat
        """
      },
      {"help.cert.description", "生成自签名证书和它的密钥（EC，P-256，有效期一年），用来试用 TLS，或者供按 pin 验证的客户端使用；会输出 pin。"},
      {"help.cert.synopsis", "parley cert [NAME]... [OPTION]..."},
      {"help.cert.name", "证书所用的主机名和 IP 地址。默认：localhost 127.0.0.1 ::1"},
      {"help.cert.out", "文件放在哪里：PATH-cert.pem 和 PATH-key.pem。默认：${DEFAULT-VALUE}"},
      {
        "help.cert.footer",
        """
        退出码：0 正常，1 无法写入，2 用法错误，或者文件已经存在。

        示例：
          parley cert
          parley serve upper -l tls://127.0.0.1:9443 \\
              --tls-cert parley-cert.pem --tls-key parley-key.pem
          parley connect tls://127.0.0.1:9443 --ca parley-cert.pem
        """
      },
      {"help.port.description", "说明一个端口是否空闲，或者被哪个进程占用。"},
      {"help.port.port", "1 到 65535"},
      {
        "help.port.footer",
        """
        退出码：0 表示 TCP 和 UDP 都空闲，1 表示被占用或者无法写入结果，2 表示不是端口。

        示例：parley port 9001
        """
      },
    };
  }
}
