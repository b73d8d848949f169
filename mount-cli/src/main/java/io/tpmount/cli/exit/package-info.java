/** How a command ends: its exit code and the failure that leads to it. A leaf. */
package io.tpmount.cli.exit;
