import { Module } from '@nestjs/common';
import { OutboundHttp } from './outbound-http.js';
import { TrustedHttp } from './trusted-http.js';

/** Clients for outbound HTTP. */
@Module({ providers: [OutboundHttp, TrustedHttp], exports: [OutboundHttp, TrustedHttp] })
export class HttpModule {}
