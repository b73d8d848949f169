/** What a service manager hears of a mount: sd_notify and its watchdog. */
package io.tpmount.cli.service;
