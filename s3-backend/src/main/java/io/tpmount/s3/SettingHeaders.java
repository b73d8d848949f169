package io.tpmount.s3;

import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Says with each request what {@link ObjectSettings} ask for, before it is signed. */
final class SettingHeaders implements ExecutionInterceptor {
  private final ObjectSettings settings;

  SettingHeaders(ObjectSettings settings) {
    this.settings = settings;
  }

  @Override
  public SdkHttpRequest modifyHttpRequest(
      Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
    SdkHttpRequest.Builder request = context.httpRequest().toBuilder();
    settings.requestPayer().ifPresent(who -> request.putHeader("x-amz-request-payer", who));
    if (makesObject(context.request())) {
      settings.headers().forEach(request::putHeader);
    }
    return request.build();
  }

  private static boolean makesObject(SdkRequest request) {
    return request instanceof PutObjectRequest
        || request instanceof CreateMultipartUploadRequest
        || request instanceof CopyObjectRequest;
  }
}
