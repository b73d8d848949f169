/** The log: where it goes and how its lines look. A leaf. */
package io.tpmount.cli.log;
