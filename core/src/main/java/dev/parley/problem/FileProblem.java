package dev.parley.problem;

/// Problems of files: what the system says, and who may read or change them.
public enum FileProblem implements ProblemCode {
  // Why a file cannot be read: after the name of the file and a colon.
  NO_SUCH_FILE("there is no such file"),
  NO_SUCH_FILE_OR_FOLDER("there is no such file or folder"),
  NOT_A_FOLDER("it is no folder"),
  NOT_A_REGULAR_FILE("it is no regular file"),
  READING_DENIED("this user may not read it"),
  EMPTY("it is empty"),

  // Why a file cannot be written: after the name of the file and a colon.
  NO_DIRECTORY("its directory does not exist"),
  PERMISSION_DENIED("permission denied"),
  ALREADY_EXISTS("it is there already"),
  ACCESS_LIST_NOT_KEPT("it cannot have the access control list of the file before it (error {0})"),

  // Why a file cannot be read or written.
  IS_A_DIRECTORY("is a directory"),
  NOT_A_DIRECTORY("not a directory"),
  TOO_MANY_LINKS("too many levels of symbolic links"),
  NO_SPACE("No space left on device"),
  QUOTA_EXCEEDED("Disk quota exceeded"),
  READ_ONLY("read-only file system"),
  TOO_MANY_OPEN("too many open files"),
  NAME_TOO_LONG("file name too long"),
  INPUT_OUTPUT("Input/output error"),
  SYSTEM("{0}"),

  // A file and why.
  CANNOT_READ("cannot read {0}: {1}"),
  CANNOT_USE("{0} cannot be used: {1}"),

  // Who can change a file: after the name of the file and a colon.
  OF_ANOTHER_USER("it belongs to another user, neither to root nor to the one who runs this"),
  FOLDER_OF_ANOTHER_USER(
      "the folder {0} belongs to another user, neither to root nor to the one who runs this, who may replace it"),
  LINK_OF_ANOTHER_USER(
      "the link {0} belongs to another user, neither to root nor to the one who runs this, who may replace it"),
  GROUP_MAY_WRITE("its group may write to it; chmod g-w"),
  OTHERS_MAY_WRITE("other users may write to it; chmod o-w"),
  GROUP_AND_OTHERS_MAY_WRITE("its group and other users may write to it; chmod go-w"),
  GROUP_MAY_REPLACE("its group may write to the folder {0} and replace it; chmod g-w"),
  OTHERS_MAY_REPLACE("other users may write to the folder {0} and replace it; chmod o-w"),
  GROUP_AND_OTHERS_MAY_REPLACE(
      "its group and other users may write to the folder {0} and replace it; chmod go-w"),

  // Warnings: who can read a secret file.
  KEY_FILE_EXPOSED("other users may read the key file {0}; chmod 600 keeps them out"),
  USERS_FILE_EXPOSED("other users may read the users file {0}; chmod 600 keeps them out"),
  PASSWORD_FILE_EXPOSED("other users may read the password file {0}; chmod 600 keeps them out");

  private final String pattern;

  FileProblem(String pattern) {
    this.pattern = pattern;
  }

  @Override
  public String area() {
    return "file";
  }

  @Override
  public String pattern() {
    return pattern;
  }
}
