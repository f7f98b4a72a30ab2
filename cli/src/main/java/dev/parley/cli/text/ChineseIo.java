package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts about files, standard input and output, and the terminal, in Chinese.
final class ChineseIo extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {
      {"io.file.cannot-write", "无法写入 {0}：{1}"},
      {"io.file.cannot-read-key", "无法读取密钥文件 {0}：{1}"},
      {"io.file.cannot-read-password", "无法读取口令文件 {0}：{1}"},
      {"io.file.too-large-key", "密钥文件 {0} 超过 {1} 字节，因此不是密钥文件"},
      {"io.file.too-large-password", "口令文件 {0} 超过 {1} 字节，因此不是口令文件"},
      {"io.file.keys-changed", "{0} 的密钥：{1}；{2}"},
      {"io.file.users-changed", "{0} 的用户：{1}；{2}"},
      {"io.file.client-authorities-changed", "{0} 的客户端证书颁发机构：{1}；{2}"},
      {"io.file.certificates-changed", "{0} 的证书：{1}；{2}"},
      {"io.file.added", "新增 {0}"},
      {"io.file.replaced", "更换 {0}"},
      {"io.file.removed", "删除 {0}"},
      {"io.file.unchanged", "已重新读取，没有变化"},
      {"io.file.then", "；"},
      {"io.file.and", "、"},
      {"io.file.keys-count-1", "共 {0} 个密钥"},
      {"io.file.keys-count", "共 {0} 个密钥"},
      {"io.file.users-count-1", "共 {0} 个用户"},
      {"io.file.users-count", "共 {0} 个用户"},
      {"io.file.client-authorities-count-1", "共 {0} 个客户端证书颁发机构"},
      {"io.file.client-authorities-count", "共 {0} 个客户端证书颁发机构"},
      {"io.file.certificates-count-1", "共 {0} 个证书"},
      {"io.file.certificates-count", "共 {0} 个证书"},
      {"io.file.kept", "警告：无法使用 {0}：{1}；它先前的内容仍然有效"},
      {"io.file.repaired", "{0} 恢复正常"},
      {"io.file.warning", "警告：{0}"},
      {"io.terminal.history-lost", "输入的行不会保存供下次使用：{0}；用 --no-history 可以关闭保存"},
      {"io.terminal.history-forbidden", "没有访问 {0} 的权限"},
      {"io.terminal.history-gone", "{0} 已经不存在"},
      {"io.terminal.history-failed", "{0}：{1}"},
      {"io.terminal.history-is-link", "它是符号链接"},
      {"io.terminal.history-is-no-folder", "它不是目录"},
      {"io.terminal.history-is-no-file", "它不是文件"},
      {"io.output.hex-digit-alone", "一个字节写作两个十六进制数字，而第 {0} 列只有一个"},
      {"io.output.hex-digit-missing", "第 {0} 列不是十六进制数字；请像 48 65 6c6c6f 这样写字节"},
      {"io.output.messages-lost-1", "丢失了 1 条消息：标准输出不再接收内容"},
      {"io.output.messages-lost", "丢失了 {0} 条消息：标准输出不再接收内容"},
      {"io.output.stdout-failing", "无法写入标准输出（{0}）；消息会等到它恢复正常"},
      {"io.output.stdout-recovered", "标准输出恢复正常"},
      {"io.output.stdout-gone", "已经没有程序读取标准输出（{0}）；正在停止"},
      {"io.output.transcript-unusable", "无法写入会话记录 {0}：{1}"},
      {"io.output.transcript-incomplete-1", "会话记录 {1} 缺少 1 条消息"},
      {"io.output.transcript-incomplete", "会话记录 {1} 缺少 {0} 条消息"},
      {"io.output.transcript-failing", "无法写入会话记录 {0}（{1}）；消息会等到它恢复正常"},
      {"io.output.cannot-write", "无法写入输出：{0}"},
      {"io.native.argument", "“{0}”不是 UTF-8，或者当前区域设置不支持 UTF-8；请设置 LC_ALL=C.UTF-8"},
      {"io.native.variable", "变量 {0} 不是 UTF-8，或者当前区域设置不支持 UTF-8；请设置 LC_ALL=C.UTF-8"},
      {"io.native.locale", "当前区域设置不支持 UTF-8，因此无法读取命令行的一部分；请设置 LC_ALL=C.UTF-8"},
      {"io.output.transcript-recovered", "会话记录 {0} 恢复写入"},
      {"io.output.transcript-ended", "会话记录 {0} 到此为止：{1}"},
    };
  }
}
