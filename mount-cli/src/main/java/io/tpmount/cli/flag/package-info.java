/**
 * The flags: their names, their grammar (rclone's) and what they become in each component's
 * options.
 */
package io.tpmount.cli.flag;
