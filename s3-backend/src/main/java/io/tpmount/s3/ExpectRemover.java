package io.tpmount.s3;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Takes {@code Expect: 100-continue} off uploads. Servers answer it with a closed connection or an
 * answer without length, and the CRT client offers no setting; it does load interceptors named in a
 * resource, which is why this class has to be public.
 */
public final class ExpectRemover implements ExecutionInterceptor {
  @Override
  public SdkHttpRequest modifyHttpRequest(
      Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
    SdkHttpRequest request = context.httpRequest();
    return request.firstMatchingHeader("Expect").isPresent()
        ? request.toBuilder().removeHeader("Expect").build()
        : request;
  }
}
