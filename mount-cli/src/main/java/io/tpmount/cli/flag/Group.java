package io.tpmount.cli.flag;

/** A part of the help, in its order. */
public enum Group {
  ESSENTIAL("Most used"),
  STORE("The store"),
  CACHE("Disk cache"),
  READING("Reading"),
  WRITING("Writing"),
  NAMES("Names and attributes"),
  MOUNT("Mounting and unmounting"),
  ACCEPTED("Accepted from rclone's command line, without effect"),
  /** Not in the help, only in docs/CONFIGURATION.md. */
  UNLISTED("");

  private final String heading;

  Group(String heading) {
    this.heading = heading;
  }

  String heading() {
    return heading;
  }
}
