/** The control socket of a running mount: one JSON object a line, both ways. */
package io.tpmount.cli.control;
