package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts of `keygen`, `passwd` and `cert`, in Chinese.
final class ChineseKey extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {
      {"key.not-at-terminal", "密钥不会显示在终端上；请用 > {0}.key 或 -o FILE；没有旁人在看时，也可以用 --show"},
      {"key.no-key-name", "“{0}”不能作密钥的名字：{1}"},
      {"key.key-exists", "{0} 已存在；新密钥从不覆盖已有的密钥"},
      {"key.cannot-make", "无法创建 {0}：{1}"},
      {"key.cannot-write-key", "无法写入密钥：{0}"},
      {"key.key-exposed", "警告：其他用户也许能读取写入密钥的文件；chmod 600 可以防止"},
      {"key.too-many-names", "一个证书最多用于 {0} 个名字"},
      {"key.no-host", "“{0}”既不是主机名，也不是 IP 地址"},
      {"key.no-address", "“{0}”不是 IP 地址"},
      {"key.certificate-exists", "{0} 已存在；请删除它，或者用 --out 选择别的位置"},
      {"key.certificate-written", "已写入 {0} 和 {1}，用于 {2}；请保管好密钥"},
      {"key.list-and-delete", "--list 和 --delete 不能同时使用"},
      {"key.password-argument", "passwd 的参数是一个文件和一个名字；口令从不作为参数，否则这台机器的每个用户都能读到它"},
      {"key.list-arguments", "passwd --list 的参数只有一个文件"},
      {"key.passwd-arguments", "passwd 的参数是一个文件和一个名字"},
      {"key.no-user-name", "“{0}”不能作用户名：{1}"},
      {"key.no-such-user", "{1} 中没有用户 {0}"},
      {"key.user-added", "已添加 {0}"},
      {"key.user-removed", "已删除 {0}"},
      {"key.password-changed", "已更改 {0} 的口令"},
      {"key.warning", "警告：{0}"},
      {"key.password-of", "{0} 的口令"},
      {"key.password-again", "再输入一次"},
      {"key.nobody-to-ask", "这里无法提示输入口令；请把口令作为一行写入标准输入"},
      {"key.passwords-differ", "两次输入的口令不同；没有作任何更改"},
      {"key.cannot-read-password", "无法从标准输入读取口令"},
      {"key.cannot-read-users", "无法读取用户文件 {0}：{1}"},
      {"key.cannot-read-users-make", "无法读取用户文件 {0}：{1}；parley passwd FILE NAME 可以创建一个"},
      {"key.cannot-use-users", "无法使用用户文件 {0}：{1}"},
      {"key.cannot-write-users", "无法写入用户文件 {0}：{1}"},
      {"key.users-locked", "用户文件正被其他程序更改；如果那次更改已经中断，请删除 {0}"},
    };
  }
}
