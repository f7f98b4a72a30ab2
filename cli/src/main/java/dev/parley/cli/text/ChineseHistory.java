package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts of `history`, in Chinese.
final class ChineseHistory extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {
      {
        "history.no-time", "“{0}”不是时间；请写作 14:30、2026-11-21、“2026-11-21 14:30”或 2026-11-21T14:30:00Z"
      },
      {"history.no-words", "没有要搜索的内容"},
      {"history.limit", "--limit {0} 超出范围；应为 1 到 {1}"},
      {"history.no-room", "{1} 中没有聊天室 {0}；parley history rooms 列出所有聊天室"},
      {"history.nothing-found", "没有找到"},
      {"history.more-found", "这是最近的 {0} 条；--limit 显示更多，--before 显示更早的"},
      {"history.room", "{0}：第 {1} 到 {2} 条消息"},
      {"history.room-empty", "{0}：没有消息"},
      {"history.exported", "已导出 {0} 条消息"},
      {"history.imported", "已把 {0} 条消息导入 {1}"},
      {"history.backed-up", "{0} 的全部内容已保存在 {1} 中，包括服务器的机密；请保管好它"},
      {"history.cannot-use", "无法使用 {0}：{1}"},
      {"history.cannot-import", "无法导入 {0}：{1}"},
      {"history.stdin", "标准输入"},
      {"history.sound", "{0} 完好"},
      {"history.damaged", "{0} 已损坏：{1}"},
      {"history.can-be-saved", "parley history verify --data {0} --salvage NEWFOLDER 可以保存能读取的内容"},
      {"history.salvaged", "已在 {2} 中保存 {0} 条消息；丢失 {1} 条"},
      {"history.nothing-to-save", "{0} 中没有能读取的内容"},
      {"history.purge-what", "purge 需要 --id ID、--member NAME 和 --room ROOM 之一"},
      {"history.no-member", "“{0}”不能作成员的名字：{1}"},
      {"history.purge-id", "从 {1} 中永久删除 id 为 {0} 的消息吗？（y，n）"},
      {"history.purge-member", "从 {1} 中永久删除 {0} 说过的所有内容吗？（y，n）"},
      {"history.purge-room", "从 {1} 中永久删除聊天室 {0} 和在那里说过的所有内容吗？（y，n）"},
      {"history.room-purged", "已永久删除聊天室 {0} 和其中的 {1} 条消息；备份和导出的文件仍保留原有内容"},
      {"history.nobody-to-ask", "这里无法询问；--yes 表示不询问就删除"},
      {
        "history.purge-in-use",
        "{0} 正被运行中的服务器使用，它仍会显示内存中的内容：请停止服务器，执行 purge，再启动它；在此期间，操作员在聊天室中输入 /delete 可以立即删除一条消息"
      },
      {"history.kept", "没有删除任何内容"},
      {"history.purged", "已永久删除 {0} 条消息；备份和导出的文件仍保留原有内容"},
      {"history.nothing-to-purge", "在 {0} 中没有找到这样的内容"},
      {"history.progress-messages", "消息：{0}"},
      {"history.progress-rooms", "已检查的聊天室：{0}"},
      {"history.progress-rows", "已尝试的行：{0}"},
      {"history.progress-pages", "正在读取 {0} ..."},
      {"history.progress-copy", "正在复制 {0} ..."},
    };
  }
}
