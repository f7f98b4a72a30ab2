package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts of the command line as a whole: wrong usage, defects, and the questions of the menu,
/// in Chinese.
final class ChineseMain extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {
      {"main.see-help", "{0}；用法见 {1} --help"},
      {"main.unknown-option", "未知选项“{0}”"},
      {"main.unknown-option-alike", "未知选项“{0}”（是不是 {1}？）"},
      {"main.unknown-option-hint", "未知选项“{0}”；{1}"},
      {"main.unknown-word", "没有叫“{0}”的命令或参数"},
      {"main.unknown-word-alike", "没有叫“{0}”的命令或参数（是不是 {1}？）"},
      {"main.unknown-word-hint", "没有叫“{0}”的命令或参数；{1}"},
      {"main.or", "{0} 或 {1}"},
      {"main.invalid-value", "选项“{0}”的值无效：{1}"},
      {"main.missing-value", "选项“{0}”缺少参数（{1}）"},
      {"main.option-for-value", "选项“{0}”后面应当是它的参数，实际却是“{1}”"},
      {"main.missing-word", "缺少必需的参数：{0}"},
      {"main.missing-words", "缺少必需的参数：{0}"},
      {"main.repeated-option", "选项“{0}”（{1}）只能给出一次"},
      {"main.repeated-flag", "选项“{0}”只能给出一次"},
      {"main.wrong-usage", "{0}"},
      {"main.senseless", "无法理解这个命令行"},
      {"main.defect", "这是 Parley 的缺陷，请报告：{0}"},
      {"main.defect-without-trace", "这是 Parley 的缺陷，请报告：{0}（PARLEY_DEBUG=1 显示出错的位置）"},
      {"main.ask-command", "serve 还是 connect，即当服务器还是连接服务器？（s、c；q 退出） "},
      {"main.ask-transport", "用 TCP 还是 UDP？（t、u；q 退出） "},
      {"main.ask-port", "哪个端口？（直接按回车是 {0}；q 退出） "},
    };
  }
}
