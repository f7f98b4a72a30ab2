package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts of chat rooms in `connect`, in Chinese.
final class ChineseChat extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {
      {"chat.bell-without-chat", "--bell 用于聊天室；请加上 --name NAME 或 --room ROOM"},
      {"chat.option-of-talk", "{0} 不能用于聊天室；不用聊天室时请去掉 --name 和 --room"},
      {"chat.framing-without-messages", "聊天室需要消息，而 {0} 不分消息；请选用 line 或 length:4be 这样的分帧"},
      {"chat.name-unusable", "{0} {1}：{2}"},
      {"chat.terminal-unusable", "终端无法使用：{0}"},
      {"chat.terminal-unreadable", "无法再从终端读取：{0}"},
      {"chat.output-failed", "无法写入输出：{0}"},
      {"chat.hello-by-itself", "客户端自己会发送 hello"},
      {"chat.input-failed", "无法读取输入：{0}"},
      {"chat.input-line", "输入的第 {0} 行没有发出：{1}"},
      {"chat.line-too-long", "输入的第 {0} 行超过 {1} 字节，没有发出"},
      {"chat.line-refused", "输入中有一行无法发出"},
      {"chat.lines-unsaid", "输入没有全部发出"},
      {"chat.gone", "服务器没有恢复，输入没有全部发出：{0}"},
      {"chat.unsaid", "{0} 条消息没有得到确认，可能没有发出"},
      {"chat.unsaid-1", "{0} 条消息没有得到确认，可能没有发出"},
      {"chat.not-said", "{0} 条消息没有发出"},
      {"chat.not-said-1", "{0} 条消息没有发出"},
      {"chat.offline-going-on", "没有连接：{0}；正在重试"},
      {"chat.connecting", "正在连接"},
      {"chat.online", "你的名字是 {0}；/help 列出命令，Ctrl-D 离开"},
      {"chat.online-again", "已重新连接"},
      {"chat.offline", "离线，{1} 秒后重试（按回车立即重试）：{0}"},
      {"chat.offline-trying", "离线，正在重试：{0}"},
      {"chat.not-connected", "没有连接；请在连接恢复后再试"},
      {"chat.members", "{0} 人在线"},
      {"chat.left", "你已离开 {0}"},
      {"chat.removed", "{1} 把你移出了 {0}"},
      {"chat.removed-because", "{1} 把你移出了 {0}：{2}"},
      {"chat.nowhere", "不在任何房间"},
      {"chat.skipped", "更早的 {0} 条消息没有显示；用 /history 查看"},
      {"chat.skipped-1", "更早的 {0} 条消息没有显示；用 /history 查看"},
      {"chat.new", "新消息"},
      {"chat.talk-anew", "与 {0} 的谈话已重新开始，现在叫这个名字的也许是另一个人：之前显示的内容属于旧的谈话"},
      {"chat.log-anew", "{0} 的记录已重新开始：之前显示的内容属于旧的记录"},
      {"chat.not-recovered", "{0} 的第 {1} 到 {2} 条消息错过了，已无法取得"},
      {"chat.came", "{0} 来了"},
      {"chat.went", "{0} 走了"},
      {"chat.renamed", "{0} 现在叫 {1}"},
      {"chat.renamed-yourself", "你现在叫 {1}"},
      {"chat.failed", "失败：{0}：“{1}”（/retry 或 /drop）"},
      {"chat.more-own", "还有 {0} 条在等待"},
      {"chat.more-own-1", "还有 {0} 条在等待"},
      {"chat.deleted", "（已删除）"},
      {"chat.edited", "{0} 修改了 [{1}]：{2}"},
      {"chat.edited-known", "{0} 修改了“{1}”：{2}"},
      {"chat.edited-deleted", "{0} 修改了 [{1}]，它后来被删除了"},
      {"chat.typing", "{0} 正在输入 …"},
      {"chat.typing-1", "{0} 正在输入 …"},
      {"chat.was-edited", "（已修改）"},
      {"chat.deletion", "{0} 删除了 [{1}]"},
      {"chat.deletion-known", "{0} 删除了 {1} 在 {2} 说的话"},
      {"chat.topic-set", "{0} 设置了主题：{1}"},
      {"chat.topic-removed", "{0} 去掉了主题"},
      {"chat.no-messages", "{0} 中没有这样的消息"},
      {"chat.earlier", "还有更早的消息：/history before {0}"},
      {"chat.nothing-found", "什么也没有找到"},
      {"chat.more-found", "还有更多结果；请用更多的词搜索"},
      {"chat.paste", "把这 {0} 行作为 {0} 条消息发出吗？y/n"},
      {"chat.paste-dropped", "没有发出；用方向键可以找回这些行"},
      {"chat.no-room", "你不在任何房间；请用 /join #房间"},
      {"chat.nothing-said", "{0} 后面要有内容"},
      {"chat.nothing-unread", "其他房间没有新消息"},
      {"chat.nothing-failed", "没有失败的消息"},
      {
        "chat.help",
        """
        在这个客户端里：
        /join 房间 - 转到一个房间，需要时进入它；单独使用时列出你的房间
        /next - 转到有新消息的房间
        /retry、/drop - 重新发送失败的消息，或去掉它
        Tab - 补全名字、#房间 和 /命令
        回车 - 离线时在空行上：立即连接
        Ctrl-C - 去掉正在输入的内容；在空行上离开
        Ctrl-D、/quit - 全部发出后离开
        上、下、Ctrl-R - 找回以前输入的内容，或搜索它
        粘贴多行时，发出之前会先问
        更早的内容：滚动终端（多为 Shift-PageUp），或用 /history
        --bell：启动 parley connect 时加上，有人提到你时响铃\
        """
      },
    };
  }
}
