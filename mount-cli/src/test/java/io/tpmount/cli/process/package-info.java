/** The real command in processes of its own, against real servers and a real kernel. */
package io.tpmount.cli.process;
