/** As much of HTTP/1.1 as the proxy and the server of the test kit speak. A leaf. */
package io.tpmount.s3.testing.http;
