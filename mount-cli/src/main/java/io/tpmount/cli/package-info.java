/** The tpmount command and its composition root. */
package io.tpmount.cli;
