import { Module } from '@nestjs/common';
import { CrmModule } from '../../crm/crm.module.js';
import { AuthModule } from '../../platform/auth/auth.module.js';
import { AutomationsModule } from '../automations.module.js';
import { DemoContent } from './demo-content.service.js';
import { DemoWorkspace } from './demo-workspace.service.js';

/** The demo workspace. */
@Module({
  imports: [CrmModule, AuthModule, AutomationsModule],
  providers: [DemoContent, DemoWorkspace],
})
export class DemoModule {}
