package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts about problems of files, keys, certificates, passwords, logins, sealed sessions and
/// TLS, in Chinese.
final class ChineseFileProblem extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {
      {"file-problem.file.no-such-file", "文件不存在"},
      {"file-problem.file.no-such-file-or-folder", "文件或目录不存在"},
      {"file-problem.file.not-a-folder", "不是目录"},
      {"file-problem.file.not-a-regular-file", "不是普通文件"},
      {"file-problem.file.reading-denied", "当前用户没有读取权限"},
      {"file-problem.file.empty", "文件是空的"},
      {"file-problem.file.no-directory", "所在目录不存在"},
      {"file-problem.file.permission-denied", "权限不足"},
      {"file-problem.file.already-exists", "文件已存在"},
      {"file-problem.file.access-list-not-kept", "无法保留原文件的访问控制列表（错误 {0}）"},
      {"file-problem.file.is-a-directory", "是一个目录"},
      {"file-problem.file.not-a-directory", "路径中有一部分不是目录"},
      {"file-problem.file.too-many-links", "符号链接的层数过多"},
      {"file-problem.file.no-space", "设备上没有剩余空间"},
      {"file-problem.file.quota-exceeded", "超出磁盘配额"},
      {"file-problem.file.read-only", "文件系统是只读的"},
      {"file-problem.file.too-many-open", "打开的文件过多"},
      {"file-problem.file.name-too-long", "文件名过长"},
      {"file-problem.file.input-output", "输入/输出错误"},
      {"file-problem.file.system", "{0}"},
      {"file-problem.file.cannot-read", "无法读取 {0}：{1}"},
      {"file-problem.file.cannot-use", "无法使用 {0}：{1}"},
      {"file-problem.file.of-another-user", "它属于别的用户，既不属于 root，也不属于运行本程序的用户"},
      {
        "file-problem.file.folder-of-another-user", "目录 {0} 属于别的用户，既不属于 root，也不属于运行本程序的用户；那个用户可以替换它"
      },
      {"file-problem.file.link-of-another-user", "链接 {0} 属于别的用户，既不属于 root，也不属于运行本程序的用户；那个用户可以替换它"},
      {"file-problem.file.group-may-write", "所属的组可以写入它；请执行 chmod g-w"},
      {"file-problem.file.others-may-write", "其他用户可以写入它；请执行 chmod o-w"},
      {"file-problem.file.group-and-others-may-write", "所属的组和其他用户可以写入它；请执行 chmod go-w"},
      {"file-problem.file.group-may-replace", "所属的组可以写入目录 {0}，从而替换它；请执行 chmod g-w"},
      {"file-problem.file.others-may-replace", "其他用户可以写入目录 {0}，从而替换它；请执行 chmod o-w"},
      {
        "file-problem.file.group-and-others-may-replace", "所属的组和其他用户可以写入目录 {0}，从而替换它；请执行 chmod go-w"
      },
      {"file-problem.file.key-file-exposed", "其他用户可以读取密钥文件 {0}；chmod 600 可以防止"},
      {"file-problem.file.users-file-exposed", "其他用户可以读取用户文件 {0}；chmod 600 可以防止"},
      {"file-problem.file.password-file-exposed", "其他用户可以读取口令文件 {0}；chmod 600 可以防止"},
      {"file-problem.key.name", "名字由 1 到 {0} 个字母、数字和 . _ - @ 组成，以字母或数字开头"},
      {"file-problem.key.server-name", "服务器的名字与密钥的名字规则相同：{0}"},
      {"file-problem.key.wrong-length", "密钥应为 {0} 字节，而这个有 {1} 字节"},
      {"file-problem.key.not-random", "密钥的所有字节都相同；请生成随机的密钥"},
      {"file-problem.key.file-too-large", "密钥文件最多 {0} 字节，而这个有 {1} 字节"},
      {"file-problem.key.in-line", "第 {0} 行：{1}"},
      {"file-problem.key.unknown-line", "第 {0} 行不属于密钥文件：密钥文件由 name:、id: 和 key: 这几行组成"},
      {"file-problem.key.second-line", "第 {0} 行是第二个 {1} 行；一个密钥文件只放一个密钥"},
      {"file-problem.key.not-so-many-digits", "第 {0} 行：密钥应为 {1} 个十六进制数字，而这里有 {2} 个字符"},
      {"file-problem.key.not-digits", "第 {0} 行：密钥应为 {1} 个十六进制数字，而这里的 {2} 个字符并不都是这样的数字"},
      {"file-problem.key.line-missing", "缺少 {0} 这一行；密钥文件由 name:、id: 和 key: 这几行组成"},
      {"file-problem.key.wrong-id", "密钥与它的 id 不符；复制时其中一个的某位数字丢失或改变了"},
      {"file-problem.key.twice", "密钥 {0} 出现了两次"},
      {"file-problem.key.too-many-of-a-name", "名为 {1} 的密钥超过了 {0} 个"},
      {"file-problem.key.in-another-file", "密钥 {0} 已在 {1} 中"},
      {"file-problem.key.no-room-for-a-name", "名为 {1} 的其他密钥已有 {0} 个，不能再多"},
      {"file-problem.key.no-keys", "{0} 中没有密钥，即文件名以 {1} 结尾的文件"},
      {"file-problem.key.too-many-files", "其中的密钥文件超过 {0} 个"},
      {"file-problem.key.empty-secret", "共享密钥是空的；请至少写入一个字节"},
      {"file-problem.key.unknown-security", "没有“{0}”这种安全方式；请选择 none、hmac-md5 或 hmac-sha256"},
      {"file-problem.key.only-client-proven", "{0} 只证明客户端的身份：服务器的身份没有得到证明，登录之后的所有内容都可能被途中的人读取和改动"},
      {"file-problem.key.weak-digest", "hmac-md5 依赖较弱的摘要算法；对端支持时请用 hmac-sha256"},
      {"file-problem.key.cannot-compute", "此 Java 运行时无法计算 {0}；请换一个 Java"},
      {"file-problem.key.cannot-seal", "此 Java 运行时无法用 {0} 加密"},
      {"file-problem.key.cannot-open", "此 Java 运行时无法解密用 {0} 加密的内容"},
      {"file-problem.key.refuses-key", "此 Java 运行时拒绝它自己的密钥"},
      {"file-problem.key.cannot-compute-login", "此 Java 运行时无法计算 {0}；请换一种登录方式或换一个 Java"},
      {
        "file-problem.sealed.no-sealed-server",
        "服务器的开头不像用密钥加密的服务器；它可能是明文的，或者要求别的登录方式，那么本端也必须如此；否则必须给服务器这个密钥"
      },
      {"file-problem.sealed.other-version", "服务器的加密版本是 {0}，本端是 {1}；请在两端使用同一版本的 Parley"},
      {"file-problem.sealed.other-cipher", "服务器所用的加密算法不是本端设置的 {0}；请把两端设置成一样"},
      {"file-problem.sealed.answer-forged", "服务器的应答不是由持有密钥 {0} 的一方发出的，或者在途中被改动了；不要信任它"},
      {"file-problem.sealed.answer-malformed", "服务器的应答不是用密钥加密的服务器的应答"},
      {"file-problem.sealed.server-framing", "服务器的分帧方式设为 {0}，而此客户端设为 {1}；请把两端设置成一样"},
      {"file-problem.sealed.server-talks-on", "登录被拒绝之后服务器仍在继续发送"},
      {"file-problem.sealed.opening-cut", "流提前结束：服务器的开头应有 {1} 字节，只收到 {0} 字节；服务器可能不要求密钥，或者使用 TLS"},
      {
        "file-problem.sealed.ended-without-name",
        "服务器没有应答密钥 {0}，而是结束了连接：除非它恰好在那时停止运行，否则它没有以这个名字保存这个密钥，或者它设置了服务器名，而此客户端没有设置"
      },
      {
        "file-problem.sealed.ended-with-name",
        "服务器没有应答密钥 {0}，而是结束了连接：除非它恰好在那时停止运行，否则它没有以这个名字保存这个密钥，或者它的服务器名不是 {1}"
      },
      {
        "file-problem.sealed.unanswered-without-name",
        "服务器没有应答密钥 {0}：它没有以这个名字保存这个密钥，或者它设置了服务器名，而此客户端没有设置"
      },
      {"file-problem.sealed.unanswered-with-name", "服务器没有应答密钥 {0}：它没有以这个名字保存这个密钥，或者它的服务器名不是 {1}"},
      {"file-problem.sealed.no-room", "服务器认识密钥 {0}，但没有名额给它的会话"},
      {
        "file-problem.sealed.no-sealed-server-there",
        "在那里应答的不是用密钥加密的服务器；它可能是明文的，那么本端也必须如此；否则必须给它这个密钥"
      },
      {"file-problem.sealed.nothing-came", "没有收到任何应答；那里的服务器可能不用密钥加密"},
      {"file-problem.sealed.server-silent", "服务器一直静默，也没有应答新的登录"},
      {"file-problem.sealed.no-sealed-client", "客户端的开头不像用密钥加密的客户端；必须给它一个密钥"},
      {"file-problem.sealed.hello-cut", "流提前结束：客户端的 hello 只收到 {0} 字节"},
      {"file-problem.sealed.no-hello", "流提前结束：没有收到客户端的 hello；如果客户端是明文的，必须给它一个密钥"},
      {"file-problem.sealed.client-talks-on", "登录被拒绝之后客户端仍在继续发送"},
      {"file-problem.sealed.too-early", "hello 还没有得到应答，客户端就继续发送"},
      {"file-problem.sealed.wrong-key", "自称 {0} 的客户端被拒绝：它的密钥或它所连接的服务器名与本端不同，或者它的数据被改动过或以前发送过"},
      {"file-problem.sealed.unknown-id", "自称 {0} 的客户端被拒绝：本端以这个名字保存的密钥中，没有它的密钥 id"},
      {"file-problem.sealed.unknown-name", "自称 {0} 的客户端被拒绝：本端没有这个名字的密钥"},
      {"file-problem.sealed.no-framing", "{0} 没有说明分帧方式"},
      {"file-problem.sealed.client-framing", "{0} 的分帧方式设为 {1}，而此服务器设为 {2}；请把两端设置成一样"},
      {"file-problem.sealed.bad-public-key", "{0} 给出的公钥无法用来产生新的密钥"},
      {"file-problem.sealed.key-removed", "密钥 {0} 已被删除"},
      {"file-problem.sealed.keys-not-renewed", "客户端没有更换它的密钥"},
      {"file-problem.sealed.two-framings", "发往服务器为 {0}，返回为 {1}"},
      {"file-problem.sealed.after-the-end", "加密流结束之后还有字节"},
      {"file-problem.sealed.record-too-long", "一条加密记录声称有 {0} 字节，超过了 {1} 字节；登录之后的内容不属于加密会话"},
      {"file-problem.sealed.key-overused", "用同一个密钥加密的内容超过了 {0} 字节，本应更换密钥"},
      {"file-problem.sealed.early-new-key", "上一个密钥还没有加密过任何内容，就宣布了新的密钥"},
      {"file-problem.sealed.record-forged", "第 {0} 条加密记录之后的内容不是对端加密的：它在途中被改动、重放、删除或插入"},
      {"file-problem.sealed.cut", "流被截断：它在第 {0} 条加密记录之后结束，没有收到表示全部发完的那一条"},
      {"file-problem.sealed.cut-in-record", "流被截断：它在一条加密记录的中间结束，距记录的开头 {0} 字节"},
      {"file-problem.sealed.no-session", "它不属于本端的任何会话"},
      {"file-problem.sealed.not-of-its-session", "它不是由持有该会话密钥的一方加密的，或者是重复的"},
      {"file-problem.sealed.servers-only", "只有服务器才发送这种数据报"},
      {"file-problem.sealed.not-of-a-client", "用密钥加密的客户端不会发送这种数据报；必须给客户端一个密钥"},
      {"file-problem.sealed.from-a-service", "它来自系统或本服务器的端口，那里会自动应答"},
      {"file-problem.sealed.client-cipher", "客户端所用的加密算法不是 {0}"},
      {"file-problem.sealed.bad-cookie", "它的 cookie 不是为它的地址生成的，或者已经过期"},
      {"file-problem.sealed.used-cookie", "它的 cookie 已用于另一次登录"},
      {"file-problem.sealed.too-many-logins", "近期的登录过多，或者失败的登录过多"},
      {"file-problem.sealed.and-more", "{0}；自上次报告以来，连同这一个共有 {1} 个数据报"},
      {"file-problem.login.sealed-server", "服务器用密钥加密；请改为给本端一个它的密钥"},
      {"file-problem.login.no-challenge", "服务器最先发来的是 {0}，而不是挑战值"},
      {"file-problem.login.challenge-cut", "流提前结束：服务器的挑战值应有 {1} 字节，只收到 {0} 字节；它可能不要求这种登录，或者使用 TLS"},
      {"file-problem.login.proof-cut", "流提前结束：客户端的 {2} 证明应有 {1} 字节，只收到 {0} 字节"},
      {"file-problem.login.wrong-proof", "客户端的 {0} 证明不正确"},
      {"file-problem.login.line-too-long", "登录中的一行超过了 {0} 字节"},
      {"file-problem.login.line-not-utf8", "登录中的一行不是 UTF-8"},
      {"file-problem.login.peer-talks-on", "登录被拒绝之后对端仍在继续发送"},
      {
        "file-problem.login.no-password-server", "服务器的开头不像要求口令的服务器；请去掉 --user 再连接，或者用 --users 启动服务器"
      },
      {"file-problem.login.no-opening", "服务器的开头不像要求口令的服务器"},
      {"file-problem.login.other-version", "服务器所用的登录版本不是 {0}；请在两端使用同一版本的 Parley"},
      {"file-problem.login.only-unbound", "服务器只接受不绑定到 TLS 连接的登录；如果本应如此，请用 --unbound"},
      {"file-problem.login.only-bound", "服务器只接受绑定到 TLS 连接的登录；请去掉 --unbound 再连接"},
      {
        "file-problem.login.unbound-unverified",
        "不绑定到 TLS 连接的登录需要证书已验证的服务器；请去掉 --unbound 或 --insecure 再连接"
      },
      {"file-problem.login.nothing-to-bind", "此 TLS 连接没有可供登录绑定的内容；请用 TLS 1.3"},
      {"file-problem.login.first-message", "服务器的第一条消息不是登录消息"},
      {"file-problem.login.other-login", "服务器应答的不是这次登录"},
      {"file-problem.login.server-too-early", "服务器没有等到应答就继续发送"},
      {"file-problem.login.salt-length", "服务器的盐有 {0} 字节；可接受 {1} 到 {2} 字节"},
      {"file-problem.login.too-many-iterations", "服务器要求 {0} 轮 PBKDF2，超过了本端最多计算的 {1} 轮"},
      {"file-problem.login.too-few-iterations", "服务器要求 {0} 轮 PBKDF2，少于 {1} 轮；轮数越少，假冒服务器的人就越容易猜出口令"},
      {
        "file-problem.login.fewer-iterations-than-set",
        "服务器要求 {0} 轮 PBKDF2，少于 {1} 轮；轮数越少，假冒服务器的人就越容易猜出口令；最少轮数由 --min-rounds 设置"
      },
      {
        "file-problem.login.fewer-iterations-unverified",
        "服务器要求 {0} 轮 PBKDF2，少于 {1} 轮；轮数越少，假冒服务器的人就越容易猜出口令；此服务器未经验证：请给出它的证书颁发机构或 pin，如果它确实是正确的服务器，"
            + "也可以用 --min-rounds"
      },
      {"file-problem.login.server-not-proven", "服务器无法证明它认识 {0}，或者它的证明在途中被改动了；不要信任它"},
      {"file-problem.login.refused", "服务器拒绝了 {0}：名字或口令不对，或者有人夹在此 TLS 连接的两端之间"},
      {"file-problem.login.binding-hidden", "服务器能够把登录绑定到 TLS 连接，而此客户端却被误导，以为它不能"},
      {"file-problem.login.server-nothing-to-bind", "服务器没有可供登录绑定的内容；请用 TLS 1.3"},
      {"file-problem.login.refused-otherwise", "服务器拒绝了登录，但不是因为口令：两端的设置可能不同"},
      {"file-problem.login.ended-before", "服务器在要求登录之前就结束了连接"},
      {"file-problem.login.ended-within", "服务器在登录中途结束了连接"},
      {"file-problem.login.ended-unanswered", "服务器没有应答 {0} 的登录，而是结束了连接"},
      {"file-problem.login.no-password-client", "客户端的开头不像用口令登录的客户端；必须给它用户名和口令"},
      {"file-problem.login.client-too-early", "登录还没有得到应答，客户端就继续发送"},
      {"file-problem.login.client-first-message", "客户端的第一条消息不是这种登录的开头"},
      {"file-problem.login.client-last-message", "客户端的最后一条消息不是这种登录的结尾"},
      {"file-problem.login.client-binding-hidden", "客户端能够把登录绑定到 TLS 连接，却被误导，以为此服务器不能：可能是途中有人有意为之"},
      {"file-problem.login.client-other-binding", "客户端把登录绑定到 TLS 连接的方式不是 tls-exporter"},
      {"file-problem.login.client-unbound", "客户端没有把登录绑定到 TLS 连接，而此服务器要求绑定"},
      {"file-problem.login.client-bound", "客户端把登录绑定到 TLS 连接，而此服务器设置为不接受绑定"},
      {"file-problem.login.client-nothing-to-bind", "此 TLS 连接没有可供登录绑定的内容；TLS 1.3 总是有"},
      {"file-problem.login.client-bound-elsewhere", "自称 {0} 的客户端被拒绝：它的登录绑定到另一条 TLS 连接，说明有人夹在中间转发"},
      {"file-problem.login.client-other-login", "自称 {0} 的客户端被拒绝：它应答的不是这次登录"},
      {"file-problem.login.wrong-password", "自称 {0} 的客户端被拒绝：口令不对"},
      {"file-problem.login.unknown-user", "自称 {0} 的客户端被拒绝：没有这个用户"},
      {"file-problem.login.no-name", "（不能作用户名的名字）"},
      {"file-problem.login.client-left-before", "客户端没有登录就离开了"},
      {"file-problem.login.client-left-within", "客户端没有给出口令的证明就离开了"},
      {"file-problem.login.unbound-allowed", "不绑定到 TLS 连接的登录，只有在客户端确实验证服务器证书时才是安全的"},
      {"file-problem.password.empty", "口令是空的"},
      {"file-problem.password.too-long", "口令最多 {0} 字节"},
      {"file-problem.password.several-lines", "内容不止一行；口令只能有一行"},
      {"file-problem.password.not-utf8", "口令不是 UTF-8"},
      {
        "file-problem.password.unreadable",
        "口令中有一个无法读取的字符：它的字节不符合区域设置（LC_ALL、LC_CTYPE、LANG）的编码，该编码应为 UTF-8"
      },
      {
        "file-problem.password.not-allowed",
        "口令中有 SASLprep（RFC 4013）不允许的字符：控制字符、私用字符、Unicode 3.2 "
            + "没有的字符（例如大多数表情符号），或者混用了从右到左的文字和其他文字"
      },
      {"file-problem.password.invisible", "口令中没有可见的字符"},
      {"file-problem.password.short", "不足 {0} 个字符的口令很快就会被猜出"},
      {"file-problem.password.user-name", "用户名由 1 到 {0} 个同一种文字的字母、数字和 . _ - @ 组成，以字母或数字开头"},
      {"file-problem.password.file-too-large", "用户文件最多 {0} 字节，而这个有 {1} 字节"},
      {"file-problem.password.in-line", "第 {0} 行：{1}"},
      {"file-problem.password.both", "{0}；{1}"},
      {"file-problem.password.second-decoys", "这是第二个 * 行"},
      {"file-problem.password.decoys-length", "* 行应为 {0} 字节，以 base64 书写"},
      {"file-problem.password.line-too-long", "超过了 {0} 个字符"},
      {
        "file-problem.password.line-form",
        "不符合 NAME:SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey 的形式"
      },
      {"file-problem.password.user-twice", "这个用户出现了两次"},
      {
        "file-problem.password.verifier-form",
        "不符合 SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey 的形式，其中盐为 {0} 到 {1} 字节"
      },
      {"file-problem.password.too-few-iterations", "{0} 轮少于 {1} 轮"},
      {"file-problem.password.too-many-iterations", "{0} 轮多于 {1} 轮"},
      {"file-problem.password.set-anew", "{0}；请重新设置口令"},
      {"file-problem.certificate.empty", "是空的"},
      {"file-problem.certificate.utf-16", "用 UTF-16 编码；请用 ASCII 或 UTF-8"},
      {
        "file-problem.certificate.java-key-store",
        "是 Java 的密钥库；keytool 和 openssl pkcs12 可以把其中的内容写成 PEM 格式"
      },
      {
        "file-problem.certificate.pkcs12",
        "是 PKCS#12 文件；openssl pkcs12 -in FILE -nodes -out NEW.pem 可以把它写成 PEM 格式"
      },
      {
        "file-problem.certificate.der-key",
        "是 DER 格式（二进制）的密钥；openssl pkey -inform DER -in FILE -out NEW.pem 可以把它写成 PEM 格式"
      },
      {
        "file-problem.certificate.der-certificate",
        "是 DER 格式（二进制）的；openssl x509 -inform DER -in FILE -out NEW.pem 可以把证书写成 PEM 格式"
      },
      {"file-problem.certificate.too-large", "超过了 {0} 字节"},
      {"file-problem.certificate.block-in-block", "在第 {0} 行有一个块从另一个块的内部开始"},
      {"file-problem.certificate.end-without-begin", "在第 {0} 行有一个块没有开头就结束"},
      {"file-problem.certificate.other-end", "在第 {0} 行有一个块的结尾与开头类型不同"},
      {"file-problem.certificate.too-many-blocks", "超过了 {0} 个块"},
      {"file-problem.certificate.cut", "不完整：有一个块没有结束"},
      {"file-problem.certificate.not-base64", "第 {0} 行之前的内容不是 base64"},
      {"file-problem.certificate.key-instead", "中有私钥而没有证书；可能把两个文件弄混了"},
      {"file-problem.certificate.request", "中是证书请求，还需要由证书颁发机构签名"},
      {
        "file-problem.certificate.trusted-form",
        "中是 openssl 特有形式的证书；openssl x509 -in FILE -out NEW.pem 可以把它写成通用的形式"
      },
      {
        "file-problem.certificate.pkcs7",
        "中是 PKCS#7 形式的证书；openssl pkcs7 -print_certs -in FILE -out NEW.pem 可以把它们逐个写出"
      },
      {"file-problem.certificate.no-certificate", "中没有 PEM 格式的证书（-----BEGIN CERTIFICATE-----）"},
      {"file-problem.certificate.unreadable", "中有无法解析的证书"},
      {"file-problem.certificate.chain-too-long", "中有 {0} 个证书，超过了证书链最多可有的 {1} 个"},
      {
        "file-problem.certificate.no-chain",
        "不是证书链：第 {0} 个证书由 {1} 签名，而第 {2} 个证书属于 {3}；自己的证书应放在最前面，后面依次是签名者的证书"
      },
      {"file-problem.certificate.certificate-instead", "中有证书而没有私钥；可能把两个文件弄混了"},
      {
        "file-problem.certificate.openssh-key",
        "中是 OpenSSH 形式的密钥；ssh-keygen -p -m PKCS8 -f COPY 可以把它的副本写成所需的形式"
      },
      {"file-problem.certificate.public-key", "中是公钥，而不是私钥"},
      {"file-problem.certificate.no-key", "中没有 PEM 格式的私钥（-----BEGIN PRIVATE KEY-----）"},
      {
        "file-problem.certificate.key-kind",
        "中是 {0} 类型的私钥，此 Java 运行时不能用它进行 TLS 通信；可以用 RSA、P-256、P-384 或 P-521 曲线上的 EC，以及 Ed25519"
      },
      {
        "file-problem.certificate.passphrase",
        "中的密钥有口令保护，而服务器启动时没有人输入口令；请写成没有口令保护的：openssl pkey -in FILE -out PLAIN.pem，并且只允许运行服务器的用户读取"
      },
      {
        "file-problem.certificate.no-curve",
        "中的 EC 密钥没有指明曲线；openssl pkey -in FILE -out NEW.pem 可以把它写成现在通用的形式"
      },
      {"file-problem.certificate.damaged-key", "中的私钥（{0}）已损坏"},
      {"file-problem.certificate.not-a-key", "中有一个标为私钥的块，但它不是私钥"},
      {
        "file-problem.certificate.certificate-kind",
        "中的证书所用的密钥是 {0} 类型，此 Java 运行时不能用它进行 TLS 通信；可以用 RSA、P-256、P-384 或 P-521 曲线上的 EC，以及 "
            + "Ed25519"
      },
      {"file-problem.certificate.weak-certificate", "中的证书所用的密钥太弱：{0}"},
      {"file-problem.certificate.other-key", "与 {0} 中的证书（{1}）不匹配"},
      {"file-problem.certificate.other-kind-of-key", "（{0}，而需要的是 {1}）与 {2} 中的证书（{3}）不匹配"},
      {"file-problem.certificate.it", "该文件{0}"},
      {"file-problem.certificate.certificate-file", "证书文件 {0} {1}"},
      {"file-problem.certificate.key-file", "密钥文件 {0} {1}"},
      {"file-problem.certificate.authorities-file", "证书颁发机构文件 {0} {1}"},
      {"file-problem.certificate.cannot-read-certificate", "无法读取证书文件 {0}：{1}"},
      {"file-problem.certificate.cannot-read-key", "无法读取密钥文件 {0}：{1}"},
      {"file-problem.certificate.cannot-read-authorities", "无法读取证书颁发机构文件 {0}：{1}"},
      {"file-problem.certificate.no-files", "TLS 需要证书及其密钥"},
      {"file-problem.certificate.no-host", "证书至少要用于一个主机"},
      {"file-problem.certificate.few-bits", "{0}，而最少需要 {1} 位"},
      {"file-problem.certificate.small-curve", "{0}，而最少需要 {1} 位"},
      {"file-problem.certificate.dsa", "DSA，已停止使用"},
      {"file-problem.certificate.curve", "{0} 曲线上的 EC"},
      {"file-problem.certificate.key-of-bits", "{1} 位的 {0}"},
      {"file-problem.certificate.no-name", "没有任何名字"},
      {"file-problem.certificate.nobody", "（空）"},
      {"file-problem.certificate.and-more", "{0} 等，另有 {1} 个"},
      {"file-problem.certificate.of-server", "服务器的证书"},
      {"file-problem.certificate.of-client", "客户端的证书"},
      {"file-problem.certificate.above-server", "服务器证书链上 {0} 的证书"},
      {"file-problem.certificate.above-client", "客户端证书链上 {0} 的证书"},
      {"file-problem.certificate.expired", "{0}已过期：有效期到 {1} 为止（以本机时钟为准）"},
      {"file-problem.certificate.not-yet-valid", "{0}尚未生效：从 {1} 起有效（以本机时钟为准）"},
      {"file-problem.certificate.weak-key", "{0}的密钥太弱：{1}"},
      {"file-problem.certificate.weak-signature", "{0}的签名可以伪造：{1}"},
      {"file-problem.certificate.not-signed-by", "{0}不是用 {1} 的密钥签名的：可能有另一个同名的证书颁发机构，或者证书被改动过"},
      {"file-problem.certificate.weak-for-java", "{0}所用的签名算法或密钥被此 Java 运行时认为太弱：{1}，{2}"},
      {"file-problem.certificate.no-authority", "{0}不能给别的证书签名：它不是证书颁发机构的证书（basic constraints）"},
      {"file-problem.certificate.path-too-long", "{0}之下的证书颁发机构超过了它允许的层数（path length）"},
      {"file-problem.certificate.signs-no-certificates", "{0}不能给别的证书签名：它的密钥用途不包含证书签名"},
      {"file-problem.certificate.name-constrained", "{0}的名字不允许由它上面的证书颁发机构签名（name constraints）"},
      {"file-problem.certificate.unknown-extension", "{0}有此 Java 运行时不认识的关键扩展"},
      {"file-problem.certificate.unreadable-usage", "{0}的扩展密钥用途无法解析"},
      {"file-problem.certificate.not-for-servers", "{0}不能由服务器使用：它的扩展密钥用途不包含服务器身份验证"},
      {"file-problem.certificate.not-for-clients", "{0}不能由客户端使用：它的扩展密钥用途不包含客户端身份验证"},
      {"file-problem.certificate.not-for-tls", "{0}不能用于 TLS：它的密钥用途不包含数字签名"},
      {"file-problem.certificate.refused-by-java", "{0}（{1}）不被此 Java 运行时接受：{2}"},
      {
        "file-problem.certificate.unknown-authority",
        "服务器的证书（属于 {0}，由 {1} 签名）不是由本端信任的任何一方签名的；如果服务器是正确的，请给出签名的证书颁发机构，或者服务器的 pin，即 {2}"
      },
      {
        "file-problem.certificate.self-signed",
        "服务器的证书（属于 {0}，自签名）不是由本端信任的任何一方签名的；如果服务器是正确的，请给出签名的证书颁发机构，或者服务器的 pin，即 {1}"
      },
      {
        "file-problem.certificate.no-alternative-name",
        "服务器的证书没有主题备用名称，而主题的通用名称（{0}）不算数（RFC 9525）；请为 {1} 重新签发证书，或者给出它的 pin"
      },
      {"file-problem.certificate.other-names", "服务器的证书用于 {0}，而不是 {1}；请用其中一个名字连接，或者给出它的 pin"},
      {
        "file-problem.certificate.other-pin",
        "服务器的密钥不是 pin 指定的密钥：它的 pin 是 {0}，应为 {1}；要么是更换了密钥（服务器的管理员会知道），要么它不是那个服务器"
      },
      {"file-problem.certificate.weak-pinned-key", "服务器持有 pin 指定的密钥，但这个密钥太弱：{0}"},
      {"file-problem.certificate.servers-unknown", "不能用验证客户端的证书颁发机构来验证服务器"},
      {
        "file-problem.certificate.unknown-client-authority",
        "客户端的证书（属于 {0}，由 {1} 签名）不是由本端所接受的客户端证书颁发机构签名的"
      },
      {"file-problem.certificate.self-signed-client", "客户端的证书（属于 {0}，自签名）不是由本端所接受的客户端证书颁发机构签名的"},
      {"file-problem.certificate.no-client-authorities", "不接受客户端的证书（属于 {0}）：客户端证书颁发机构的文件不存在，或者是空的"},
      {"file-problem.certificate.clients-unknown", "不能用密钥来验证客户端"},
      {"file-problem.certificate.unreadable-subject", "客户端证书的主题无法解析"},
      {"file-problem.certificate.no-subject", "客户端的证书没有主题，无法知道客户端是谁"},
      {"file-problem.certificate.subject-too-long", "客户端证书的主题有 {0} 个字符，超过了名字最多的 {1} 个"},
      {"file-problem.certificate.without-engine", "检查证书时没有 TLS 引擎"},
      {"file-problem.certificate.own-without-name", "{0} 的证书没有主题备用名称；按名字连接的客户端会拒绝它"},
      {"file-problem.certificate.own-expired", "{0} 的证书已在 {1} 过期；客户端会拒绝它"},
      {"file-problem.certificate.own-not-yet-valid", "{0} 的证书在 {1} 之前无效；在那之前客户端会拒绝它"},
      {"file-problem.tls.pin", "pin 的形式是 sha256: 加上 64 个十六进制数字或 44 个 base64 字符；parley cert 会输出一个"},
      {"file-problem.tls.version", "TLS 的版本只能是 1.3 或 1.2"},
      {"file-problem.tls.unverified", "服务器未经验证：途中的人可以读取和改动所有内容；请改为给出它的证书颁发机构或 pin"},
      {"file-problem.tls.forged", "收到的内容不是对端加密的：它在途中被改动了"},
      {"file-problem.tls.talks-on", "TLS 失败之后对端仍在继续发送"},
      {"file-problem.tls.too-many-empty", "连续收到了超过 {0} 条没有内容的 TLS 记录"},
      {"file-problem.tls.too-long-handshake", "TLS 握手超过了 {0} 条记录"},
      {"file-problem.tls.no-record", "第 {0} 条记录之后的内容不是 TLS 记录"},
      {"file-problem.tls.renegotiation", "对端要求重新协商 TLS 1.2，本端不允许"},
      {"file-problem.tls.cut", "流被截断：它结束时，没有收到 TLS 表示全部发完的通知"},
      {"file-problem.tls.cut-in-record", "流被截断：它在一条 TLS 记录的中间结束，距记录的开头 {0} 字节"},
      {"file-problem.tls.no-tls-server", "服务器在这个地址上不使用 TLS；它可能是明文的，请用 tcp:// 连接"},
      {
        "file-problem.tls.no-tls-alert",
        "服务器在这个地址上不使用 TLS，或者没有把本端发送的内容当作 TLS（警报 unexpected_message）；它可能是明文的，请用 tcp:// 连接"
      },
      {
        "file-problem.tls.server-ended",
        "服务器在 TLS 握手过程中结束了连接；要么它在这个地址上不使用 TLS，必须用 tcp:// 连接，要么它发现了错误而没有说明原因"
      },
      {
        "file-problem.tls.certificate-required",
        "服务器要求客户端证书，而此客户端没有出示它接受的证书；请给出证书及其密钥（--tls-cert 和 --tls-key）"
      },
      {"file-problem.tls.certificate-refused", "服务器不接受此客户端的证书，或者要求证书而没有得到（警报 {0}）；它的管理员可以看到原因"},
      {"file-problem.tls.authority-refused", "服务器不信任此客户端证书的签名者；请给出由它信任的证书颁发机构签名的证书"},
      {"file-problem.tls.certificate-kind-refused", "服务器表示不接受此客户端证书的类型或用途：可能是扩展密钥用途不包含客户端"},
      {"file-problem.tls.certificate-expired", "服务器表示此客户端的证书已过期，或者尚未生效"},
      {"file-problem.tls.certificate-revoked", "服务器表示此客户端的证书已被签名者吊销"},
      {"file-problem.tls.no-common-version", "服务器不支持此客户端允许的任何 TLS 版本；它可能较旧，需要 TLS 1.2"},
      {"file-problem.tls.nothing-in-common", "服务器没有找到双方都支持的参数，或者要求客户端证书（警报 {0}）；它可能较旧，需要 TLS 1.2"},
      {"file-problem.tls.unrecognized-name", "服务器表示它不使用所连接的名字"},
      {"file-problem.tls.server-alert", "服务器以警报 {0} 结束了 TLS"},
      {"file-problem.tls.server-without-key", "服务器没有它所出示的证书的密钥"},
      {"file-problem.tls.server-handshake", "与服务器的 TLS 握手失败：{0}"},
      {"file-problem.tls.server-broke", "服务器在握手之后违反了 TLS：{0}"},
      {"file-problem.tls.plain-before-tls", "在约定的 TLS 握手之前收到了明文：它可能是中间人插入的，因此不会被当作对端在 TLS 中发送的内容"},
      {"file-problem.tls.ended-before-tls", "对端在约定的 TLS 握手之前就结束了它的流"},
      {"file-problem.tls.no-tls-client", "客户端不使用 TLS，而这个地址要求 TLS；客户端必须用 tls:// 连接"},
      {"file-problem.tls.client-ended", "客户端在 TLS 握手过程中、第 {0} 条记录之后结束了连接"},
      {"file-problem.tls.no-client-certificate", "客户端没有出示证书，而此服务器不接受没有证书的客户端"},
      {"file-problem.tls.client-authority-refused", "客户端不信任此服务器证书的签名者；必须给它签名的证书颁发机构，或者证书的 pin"},
      {
        "file-problem.tls.client-certificate-refused",
        "客户端不接受此服务器的证书（警报 {0}）：它不信任签名者，或者连接的是别的名字，或者发现了别的错误；客户端的用户可以看到原因"
      },
      {"file-problem.tls.client-certificate-kind-refused", "客户端表示不接受此服务器证书的类型或用途：可能是扩展密钥用途不包含服务器"},
      {"file-problem.tls.client-certificate-revoked", "客户端表示此服务器的证书已被签名者吊销"},
      {"file-problem.tls.client-certificate-expired", "客户端表示此服务器的证书已过期，或者尚未生效"},
      {"file-problem.tls.client-version", "客户端不支持此服务器允许的任何 TLS 版本"},
      {"file-problem.tls.client-old-version", "客户端不支持此服务器允许的任何 TLS 版本；它可能较旧，需要 TLS 1.2"},
      {"file-problem.tls.client-alert", "客户端以警报 {0} 结束了 TLS"},
      {"file-problem.tls.no-common-suite", "客户端不支持此服务器的任何密码套件"},
      {"file-problem.tls.illegal-name", "客户端要求的主机名含有下划线或以点结尾，Java 的 TLS 不接受；它必须用此服务器的另一个名字或地址连接"},
      {"file-problem.tls.no-common-signature", "客户端不支持此服务器的证书所用的签名算法"},
      {"file-problem.tls.client-without-key", "客户端没有它所出示的证书的密钥"},
      {"file-problem.tls.client-handshake", "与客户端的 TLS 握手失败：{0}"},
      {"file-problem.tls.client-broke", "客户端在握手之后违反了 TLS：{0}"},
      {"file-problem.tls.cannot-check", "此 Java 运行时无法检查证书"},
      {"file-problem.tls.cannot-check-for", "此 Java 运行时无法检查证书：{0}"},
      {"file-problem.tls.cannot-talk", "此 Java 运行时无法使用 TLS：{0}"},
      {"file-problem.tls.cannot-begin", "TLS 无法开始：{0}"},
      {"file-problem.tls.cannot-make-keys", "此 Java 运行时无法生成密钥：{0}"},
      {"file-problem.tls.cannot-sign", "此 Java 运行时无法签名：{0}"},
      {"file-problem.tls.lacks", "此 Java 运行时没有 {0}"},
      {"file-problem.tls.application-protocol", "应用协议名须为 1 到 {0} 个 ASCII 字符"},
    };
  }
}
