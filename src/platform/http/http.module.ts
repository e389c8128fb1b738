import { Module } from '@nestjs/common';
import { OutboundHttp } from './outbound-http.js';
import { TrustedHttp } from './trusted-http.js';

/** The ways out of this process by HTTP. */
@Module({ providers: [OutboundHttp, TrustedHttp], exports: [OutboundHttp, TrustedHttp] })
export class HttpModule {}
