/** The life of a mount's process: its start behind the scenes, its signals, its end. */
package io.tpmount.cli.life;
