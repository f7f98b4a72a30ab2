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
        70 Parley 自身的缺陷，130 表示收到 SIGINT，143 表示 SIGTERM 使某些内容被中断。
        PARLEY_DEBUG=1 显示故障出自哪里。

        示例：
          parley serve upper                    在 tcp 和 udp 上，127.0.0.1:9000
          printf 'hello\\n' | parley connect     输出 HELLO
          parley keygen laptop > laptop.key     让别人读不到通信内容
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
        "echo（RFC 862）、discard（863）、daytime（867）、upper、"
            + "reply（--text）、print（显示消息）、operator（由人回答）。默认："
            + "operator"
      },
      {"help.serve.framing-default", "auto；有密钥或登录时为 line"},
      {"help.serve.tls-cert", "服务器的证书，PEM 格式，后面跟着签发者的证书。有多个时，客户端看到的是与它所连接的名字相符的那一个。文件改变时重新读取"},
      {"help.serve.tls-key", "证书的私钥，PEM 格式，没有密码保护；个数和顺序与 --tls-cert 相同"},
      {"help.serve.receive-buffer", "内核的接收缓冲区。默认：由系统决定；UDP 监听处为 1M，或者系统允许的最大值"},
      {"help.serve.text", "reply 的回答；{message}、{peer}、{address}、{port} 和 {time} 会换成相应的内容，{{ 代表 {"},
      {
        "help.serve.ascii",
        "upper：只转换 a 到 z，其他字节不变，与 Python 的 "
            + "bytes.upper() 相同。默认：按 Unicode 规则，与 "
            + "str.upper() 相同（ß 变成 SS）"
      },
      {"help.serve.show", "先在标准输出上显示每条消息，再回答，像 print 那样。print 和 operator 总是这样做"},
      {"help.serve.once", "收到第一条消息后就关闭会话。默认：继续"},
      {"help.serve.quit-word", "这样的消息先得到回答，然后会话结束；可以重复给出"},
      {"help.serve.close-word", "这样的消息得不到回答，会话直接结束；可以重复给出"},
      {"help.serve.sessions", "服务完 N 个会话就结束，不再接受更多；UDP 对端的第一个数据报处理完就算一个。默认：一直服务"},
      {"help.serve.loops", "服务所用的线程数。默认：每两个核心一个"},
      {
        "help.serve.short",
        """
        服务：echo、discard、daytime、upper、reply、print、operator（由你回答）。
          -l, --listen=ADDRESS    tcp://host:port、udp://host:port、tls://host:port 或
                                  unix:/path；可以重复给出
          -p=PORT                 没有写地址时的端口；9000
          -u, --udp               只用 UDP
              --allow-plain       允许别的机器连接，途中的人能够读取内容
              --text=TEXT         reply 的回答
              --quit-word=WORD    这样的消息先得到回答，然后会话结束
              --show              先显示每条消息，再回答
              --framing=FORM      auto、line、raw、stream、length:4be……
              --keys=FOLDER       允许谁来访：每人一个密钥文件；通信会加密
              --users=FILE        谁可以用名字和口令通过 TLS 登录
              --tls-cert=FILE --tls-key=FILE
                                  tls:// 地址的证书
          -v, --verbose           报告谁来谁走
        """
      },
      {
        "help.serve.footer",
        """
        标准输出上只有消息，没有别的。operator，以及在终端上的 print 和 --show，以
        'PEER: text' 的形式显示消息，并使其可以安全地查看；向管道输出时，print 和
        --show 写出消息的字节，每条后面加一个换行（--framing stream 时不加）。其余
        内容都在标准错误上。
        结束通信的词：--quit-word 先回答，再关闭会话；--close-word 不回答就关闭。
        operator 对两种都会显示，并关闭那个会话；由操作员输入时，先发送出去。
        connect 的 --quit-word 会发送，此后不再发送；connect 的 --leave-word 不发送，
        立即离开。
        operator：/help 列出可以输入的命令；/quit 或 Ctrl-D 结束它，管道的标准输入
        结束时不会结束。收到 SIGINT 和 SIGTERM 后，让已有的会话完成，最多 10 s；再收
        到一个就立即结束。密钥、用户和证书的文件会被跟踪；SIGHUP 让它们立即重新读取。
        退出码：0 正常（/quit、--sessions、SIGTERM），1 端口被占用，或者标准输出故障
        或丢失消息，2 用法错误，130 表示收到 SIGINT，143 表示 SIGTERM 中断了会话或
        丢失消息；docs/EXIT-CODES.md 列出各种原因。

        示例：
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
        "在这里监听；可以重复给出。写法：tcp://host:port "
            + "tls://host:port udp://host:port unix:/path "
            + "host:port [::1]:port port。端口 0 表示任意空闲端口。主机 * "
            + "是本机的所有地址，0.0.0.0 只是 IPv4 的，[::] 只是 IPv6 的"
      },
      {"help.listen.allow-plain", "允许别的机器连接，尽管途中的人能够读取和改动内容。默认：没有密钥时只允许本机"},
      {
        "help.listen.proxy-from",
        "要求每个对端都先发 PROXY 头（版本 1 或 2；数据报用 "
            + "2），只接受来自这些发送者的，并以头里的客户端为对端。地址和地址段用逗号分开，例如 "
            + "127.0.0.1,10.0.0.0/8；unix 表示 unix: "
            + "监听处的所有对端。只对一个监听地址：-l "
            + "'ADDRESS?proxy-from=LIST'，其中 none 表示不要头"
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
        "请求（从客户端到服务器）如何分界：auto（line；如果最先的字节里没有行尾，并且随后静默 "
            + "0.5 s，就是 "
            + "raw）、line、line:crlf、raw、stream、length:{1,2,4,8}{be,le}、length:varint、delimiter:%0D%0A、fixed:N、netstring、ready。后面加上 "
            + ":chars 时，length 和 ready 计算的是字符数（Python 的 len）。"
            + "默认：{0}"
      },
      {"help.framing.reply-framing", "回答（从服务器到客户端）如何分界。默认：与 --framing 相同"},
      {"help.framing.max-message", "接受的最大消息。默认：1m，auto 和 line 为 64k"},
      {
        "help.framing.allow-http",
        "把 HTTP 客户端发来的内容当作消息。默认：没有密钥、登录或 TLS 时，以 HTTP "
            + "请求或 TLS "
            + "开头的会话会被结束，因为任何网页都能让浏览器发出这样的请求；raw、stream 和 "
            + "fixed 接受一切"
      },
      {"help.heading.security", "密钥和登录，两端要相同："},
      {
        "help.security.key-file",
        "密钥文件（parley keygen），用它加密全部通信；与 --auth hmac-… "
            + "一起使用时是共享秘密的文件，最后的换行不算在内。默认：环境变量 "
            + "PARLEY_KEY，设置了就必须能用，除非有 --auth none；共享秘密也可以在提示"
            + "下输入"
      },
      {
        "help.security.auth",
        "sealed、sealed:chachapoly（在没有 AES "
            + "指令的处理器上更快）、none；为旧程序准备的有 hmac-sha256 或 "
            + "hmac-md5（用共享秘密；数据仍是明文）。默认：有密钥时为 sealed，没有时为 "
            + "none"
      },
      {"help.security.server-name", "多个服务器持有同一个密钥时，双方对这个服务器的称呼。默认：没有"},
      {"help.security.keys", "所有允许来访者的密钥：一个目录里的 *.key 文件，或者一个文件。文件改变时以及收到 SIGHUP 时重新读取"},
      {"help.heading.tls", "TLS，用于 tls://host:port 形式的地址："},
      {"help.tls.client-ca", "只接受持有由这些证书机构之一签发的证书的客户端。文件改变时以及收到 SIGHUP 时重新读取"},
      {"help.tls.tls-min", "使用的最低 TLS 版本：1.3，或者 1.2（用于旧的对端）。默认：${DEFAULT-VALUE}"},
      {"help.tls.ca", "信任证书与所连接的名字相符，并且由这些证书机构之一签发的服务器（或者证书就是其中之一）。默认：这个 Java 所信任的证书机构"},
      {"help.tls.pin", "只信任持有这个密钥的服务器，不管证书上是什么名字；parley cert 会输出 pin"},
      {"help.tls.insecure", "信任任何服务器，因此夹在中间的人能够读取内容"},
      {"help.tls.tls-cert", "这个客户端自己的证书，PEM 格式，用于要求出示证书的服务器"},
      {"help.tls.tls-key", "它的私钥，PEM 格式，没有密码保护"},
      {"help.heading.users", "用户和口令，在 TLS 里面："},
      {"help.users.users", "允许登录的用户（parley passwd）；只能用于 tls://… 形式的地址。文件改变时以及收到 SIGHUP 时重新读取"},
      {"help.users.allow-unbound", "也接受没有与 TLS 连接绑定的登录，用于 TLS 没有直达这个服务器的客户端"},
      {"help.heading.limit", "限制（时间写作 500ms、3s、2m、off；大小写作 64k、1m）："},
      {"help.limit.max-sessions", "同时存在的会话数，不超过本进程能打开的数目。默认：${DEFAULT-VALUE}"},
      {"help.limit.max-per-address", "一个对端地址同时存在的会话数。默认：64；本机自己的地址不受限制，除非设置了这个选项"},
      {"help.limit.rate", "一个会话每秒的消息数；超过时推迟读取，不会丢弃。0 表示不限。默认：${DEFAULT-VALUE}"},
      {"help.limit.byte-rate", "一个会话每秒的字节数，同上。默认：${DEFAULT-VALUE}"},
      {"help.limit.max-outbox", "为读得慢的对端可以积压的字节数；超过时会话结束。默认：${DEFAULT-VALUE}"},
      {"help.limit.max-buffered", "所有流会话合计可以积压的字节数；超过时积压最多的会话结束。默认：Java 可用内存的四分之一"},
      {"help.limit.idle-timeout", "流会话双向都没有一个字节时，过这么久就结束。默认：${DEFAULT-VALUE}"},
      {"help.limit.datagram-idle-timeout", "UDP 对端没有数据报时，过这么久就忘掉它。默认：${DEFAULT-VALUE}"},
      {"help.limit.frame-timeout", "收完一条已经开始的消息的时限。默认：${DEFAULT-VALUE}"},
      {"help.limit.write-timeout", "对端取走积压内容的第一个字节的时限，此后每秒至少 1000 字节。默认：${DEFAULT-VALUE}"},
      {
        "help.limit.unacknowledged-timeout",
        "对端的系统确认已发内容，或者腾出空间的时限（Linux 上的 TCP）。默认：" + "${DEFAULT-VALUE}"
      },
      {"help.limit.login-timeout", "整个登录的时限。默认：${DEFAULT-VALUE}"},
      {"help.heading.admission", "允许谁来访（BLOCK 是一个地址、10.0.0.0/8，或者用逗号分开的几个）："},
      {"help.admission.allow", "只有这些可以来访。默认：所有人"},
      {"help.admission.deny", "这些不可以来访，即使 --allow 里有"},
      {"help.admission.exempt", "每个地址的限制对这些不起作用，例如共用一个地址的一间教室。本机自己的地址不受限制，除非设置了 --max-per-address"},
      {
        "help.admission.ipv6-prefix",
        "IPv6 地址的前多少位算作一个地址；它的 /56 有 4 倍的定额，/48 有 16 倍。" + "默认：${DEFAULT-VALUE}"
      },
      {"help.admission.connection-rate", "一个地址每秒的连接数；超过的立即关闭。0 表示不限。默认：${DEFAULT-VALUE}"},
      {"help.admission.connection-burst", "一个地址一次可以建立的连接数。默认：${DEFAULT-VALUE}"},
      {
        "help.admission.max-logins",
        "同时正在登录的对端数，不算在 --max-sessions 里；超过时，正在登录最多的地址中" + "最早的一个要离开。默认：${DEFAULT-VALUE}"
      },
      {"help.admission.max-logins-per-address", "同上，对一个地址。默认：${DEFAULT-VALUE}"},
      {
        "help.admission.max-penalty",
        "登录失败最多能把一个地址挡在外面多久：从第三次起，每次错误的证明 5s。off 表示不挡。默" + "认：${DEFAULT-VALUE}"
      },
      {"help.heading.datagram", "没有密钥的 UDP："},
      {
        "help.datagram.udp-answers",
        "每秒给一个主机的回答数，除 operator 以外的所有服务合计；长期每秒收到 10 "
            + "个以上的主机，每 1024 个会少一个。否则两个互相回答的服务永远不会停。0 表示不限。默认："
            + "${DEFAULT-VALUE}"
      },
      {
        "help.datagram.udp-newcomers",
        "每秒接纳的首次发送者数，一次最多 1,000 个；其余的再发一次时接纳。0 表示不限。默认：" + "${DEFAULT-VALUE}"
      },
      {"help.heading.socket", "套接字："},
      {"help.socket.send-buffer", "内核的发送缓冲区。默认：由系统决定"},
      {"help.socket.no-delay", "--no-delay 立即发送小消息，这是默认；--delay 让 TCP 把它们攒起来"},
      {"help.socket.keep-alive", "--keep-alive 会发现无声消失的对端，这是默认"},
      {"help.socket.backlog", "等待接受的连接数。默认：1024"},
      {"help.socket.receive-buffer", "内核的接收缓冲区。默认：由系统决定"},
      {"help.heading.report", "输出："},
      {"help.report.verbose", "报告每个会话：是谁、为什么结束、多久、多少"},
      {"help.report.quiet", "报告在哪里监听，此后只报告我们这一边的问题"},
      {"help.report.json", "把每个事件报告为一行 JSON 对象，见 docs/EVENTS.md"},
      {"help.shared.transcript", "把双方的消息追加到 FILE，每行一个 JSON 对象"},
      {"help.heading.connect", "连接："},
      {
        "help.connect.description",
        """
        与服务器通信。

        在终端上：有提示符，可以编辑和查看历史记录。Ctrl-D 结束我们这一边，Ctrl-C 随时
        离开。服务器说的话显示在 '<' 后面。
        从管道输入：输入的每一行是一条消息，收到的每条消息输出为一行（--framing stream
        原封不动地传递字节）。输入结束时，我们这一边也结束，然后继续读取回答，直到服务器
        关闭，或者 --wait 之内没有新的回答（UDP 为 1s）。
        服务器先结束它那一边时，其余内容仍会发送，直到它不再接受（TLS 1.2 不能半关闭）。
        如果它已经关闭，空闲的通信立即结束。
        """
      },
      {"help.connect.synopsis", "parley connect [ADDRESS | HOST PORT] [OPTION]..."},
      {"help.connect.framing-default", "auto；有密钥、登录或 --reply-framing 时为 line"},
      {"help.connect.local-port", "从哪个本地端口连接。默认：任意"},
      {
        "help.connect.connect-timeout",
        "连接的时限，写作 500ms、3s 或 2m：查找主机和尝试它的所有地址合计。默认：" + "${DEFAULT-VALUE}"
      },
      {
        "help.connect.unacknowledged-timeout",
        "服务器的系统可以多久不确认，或者没有空间（Linux 上的 TCP）。默认：有人打字时为 " + "1m，否则为 off"
      },
      {"help.connect.broadcast", "UDP：地址可以是广播地址；显示所有的回答"},
      {
        "help.connect.short",
        """
        ADDRESS：tcp://host:port、udp://host:port、tls://host:port 或 unix:/path；
        没有时为 tcp://127.0.0.1:9000。Ctrl-D 结束我们这一边，Ctrl-C 离开。
          -u, --udp               UDP
          -w, --connect-timeout=TIME
                                  连接的时限；10s
              --wait=TIME         输入结束之后等待回答多久
              --quit-word=WORD    这样的一行会发送，此后不再发送
              --framing=FORM      auto、line、raw、stream、length:4be……
              --hex               以十六进制显示和输入字节
              --key-file=FILE     加密通信或 --auth 所用的密钥
              --user=NAME         用名字和口令通过 TLS 登录
              --ca=FILE           服务器的证书可以由谁签发
          -v, --verbose           报告连接了谁，以及如何结束
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
      {"help.heading.talk", "通信："},
      {
        "help.talk.wait",
        "等待回答多久。输入结束之后，这么久没有数据就以退出码 0 " + "结束。默认：一直等，直到服务器结束；UDP 为 " + "1s。也用于逐行等待回答时的行与行之间；默认 1s"
      },
      {"help.talk.turns", "前一行得到回答之后，或者过了 --wait 之后，再发送下一行。默认：raw 这样做，直到有一行得不到回答；ready 总是这样做"},
      {"help.talk.timeout", "输入结束之后，这么久没有收到任何内容就放弃（退出码 1）；对 UDP 来说，是完全没有回答时。默认：${DEFAULT-VALUE}"},
      {"help.talk.quit-word", "这样的一行会发送，此后不再发送；可以重复给出。收到它时通信结束"},
      {"help.talk.leave-word", "这样的一行不会发送，通信直接结束；可以重复给出。收到它时通信也结束"},
      {"help.talk.stamp", "在发送的每条消息前面加上时间：[Sat Nov 21 10:00:00 2026]:text"},
      {"help.talk.hex", "输入的行是十六进制的字节（48 65 6c6c6f），显示的也是：在终端上是转储，在管道里一行一条消息"},
      {"help.talk.json", "收到的消息是 JSON 对象，每行一个；标准错误上的其余报告也是"},
      {"help.talk.history", "把在提示符下输入的行保存下来供下次使用。默认：保存，但加密的通信不保存"},
      {"help.talk.verbose", "在标准错误上报告连接了谁，以及如何结束"},
      {"help.heading.password", "用户名和口令，在 TLS 里面："},
      {"help.password.user", "谁登录，用于 tls://… 形式并且有 --users 的服务器"},
      {"help.password.password-file", "口令文件，一行。默认：环境变量 PARLEY_PASSWORD，或者在终端上提示输入"},
      {"help.password.unbound", "不把登录与 TLS 连接绑定：用于 TLS 在到达之前就终止的服务器。需要能够验证的证书"},
      {
        "help.password.min-rounds",
        "服务器至少要求的 PBKDF2 " + "轮数：每一轮都使假冒的服务器更难猜出口令。默认：15000，有 --insecure 时为 " + "600000"
      },
      {"help.heading.keygen", "放在哪里："},
      {"help.keygen.description", "生成一个由 32 个随机字节组成的密钥，带有使用者的名字。"},
      {"help.keygen.synopsis", "parley keygen NAME [-o FILE | > FILE]"},
      {"help.keygen.name", "谁用它通信：字母、数字和 . _ - @，最多 64 个字符"},
      {"help.keygen.out", "创建这个文件，只有你自己能读；它必须还不存在"},
      {"help.keygen.show", "即使在终端上、别人可能看见时，也输出密钥"},
      {
        "help.keygen.footer",
        """
        双方都需要这个文件：请用你信得过的方式传送，例如 scp。持有它的任何人都能以 NAME
        的身份通信。服务器用 --keys 或 --key-file 读取它，客户端用 --key-file。
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
      {"help.passwd.list", "输出文件里有谁"},
      {
        "help.passwd.footer",
        """
        询问两遍口令，不显示；从管道输入时读取一行。文件里没有口令，但有可以用来猜口令的
        内容：它创建时只有所有者能读。服务器用 --users 读取它，客户端用 --user 登录。
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

        闭环（--depth）：每个连接保持这么多在途请求，来一个应答就发下一个请求。
        开环（--rate）：请求按时钟发出，延迟从应该发出的时刻算起，因此停顿的服务器要为
        停顿期间本应到来的请求负责。应答会被检查。测量结果在标准输出上，其余都在标准错误
        上。
        """
      },
      {"help.bench.synopsis", "parley bench [ADDRESS | HOST PORT] [OPTION]..."},
      {"help.bench.framing-default", "line"},
      {"help.bench.connections", "发送请求的连接数；对 UDP 来说是套接字数。默认：10"},
      {"help.bench.size", "一条消息的字节数。默认：64，有 --framing fixed:N 时为 N"},
      {"help.bench.depth", "闭环：每个连接的在途请求数。默认：没有 --rate 时为 1"},
      {"help.bench.rate", "开环：每秒的请求数，所有连接合计"},
      {"help.bench.duration", "测量多久。默认：10s"},
      {"help.bench.warmup", "测量之前先施加负载多久。默认：2s"},
      {"help.bench.idle", "另外再建立多少个什么也不说的连接；对本机的服务器从 127.0.0.2 起使用多个地址，所以一万个以上也可以。默认：0"},
      {"help.bench.loops", "产生负载的线程数。默认：1"},
      {"help.bench.expect", "什么是正确的应答：echo、upper、any（不检查）、auto（前两种之中第一个应答所属的那种）。默认：auto"},
      {"help.bench.late", "UDP：超过这个时间的应答算迟到，没有应答算丢失。默认：1s"},
      {"help.bench.timeout", "连接和第一个应答的时限。默认：5s"},
      {"help.bench.pid", "服务器的进程：测量它每条消息的处理器时间和内存"},
      {"help.bench.json", "把测量结果输出为 JSON 对象，见 docs/BENCH.md"},
      {"help.bench.report", "同时写出一个带图表的页面：单个 HTML 文件，不需要别的文件"},
      {
        "help.bench.short",
        """
        ADDRESS：tcp://host:port、udp://host:port、tls://host:port 或 unix:/path；
        没有时为 tcp://127.0.0.1:9000。
          -c, --connections=N     发送请求的连接数；10
          -s, --size=SIZE         一条消息的字节数；64
              --depth=N           每个连接的在途请求数；1
              --rate=N            改为按时钟发送的每秒请求数
          -d, --duration=TIME     测量多久；10s
              --idle=N            另外再建立多少个什么也不说的连接；0
              --pid=PID           服务器的进程，用来测量它的开销
              --report=FILE       带测量结果和图表的页面
              --json              把测量结果输出为 JSON 对象
        """
      },
      {
        "help.bench.footer",
        """
        退出码：0 正常，1 有连接失败，2 用法错误，3 登录被拒绝，4 有错误的应答，130 和
        143 表示收到 SIGINT 和 SIGTERM，它们结束测量并输出已有的结果。

        示例：
          parley bench tcp://127.0.0.1:9000 -c 100 --depth 32 --framing length
          parley bench udp://127.0.0.1:9000 --rate 50000 --size 200
          parley bench --rate 1000 --pid 4711 --report report.html
        """
      },
      {
        "help.cert.description",
        "生成自签名证书和它的密钥（EC，P-256，有效期一年），用来试用 TLS，或者供依据 " + "pin 信任的客户端使用，pin 会被输出。"
      },
      {"help.cert.synopsis", "parley cert [NAME]... [OPTION]..."},
      {"help.cert.name", "证书所用的主机名和 IP 地址。默认：localhost 127.0.0.1 ::1"},
      {"help.cert.out", "文件放在哪里：PATH-cert.pem 和 PATH-key.pem。默认：${DEFAULT-VALUE}"},
      {
        "help.cert.footer",
        """
        退出码：0 正常，2 用法错误，或者文件已经存在。

        示例：
          parley cert
          parley serve upper -l tls://127.0.0.1:9443 \\
              --tls-cert parley-cert.pem --tls-key parley-key.pem
          parley connect tls://127.0.0.1:9443 --ca parley-cert.pem
        """
      },
      {"help.port.description", "报告一个端口是空闲，还是被哪个进程占用。"},
      {"help.port.port", "1 到 65535"},
      {
        "help.port.footer",
        """
        退出码：0 表示 TCP 和 UDP 都空闲，1 表示被占用，2 表示不是端口。

        示例：parley port 9001
        """
      },
    };
  }
}
