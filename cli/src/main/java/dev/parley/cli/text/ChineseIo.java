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
      {"io.file.client-authorities-changed", "{0} 的客户端证书机构：{1}；{2}"},
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
      {"io.file.client-authorities-count-1", "共 {0} 个客户端证书机构"},
      {"io.file.client-authorities-count", "共 {0} 个客户端证书机构"},
      {"io.file.certificates-count-1", "共 {0} 个证书"},
      {"io.file.certificates-count", "共 {0} 个证书"},
      {"io.file.kept", "警告：无法使用 {0}：{1}；它先前的内容仍然有效"},
      {"io.file.repaired", "{0} 恢复正常"},
      {"io.file.warning", "警告：{0}"},
    };
  }
}
