import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { IllegalStateError } from '../../../kernel/errors.js';
import { WhatsAppAccounts } from '../accounts/whatsapp-accounts.service.js';
import type { CloudAccount } from '../cloud/cloud-account.js';
import { CloudReader, CloudUnavailableError, told } from '../cloud/cloud-reader.js';
import { templateOf, templatePage } from './cloud-template.js';
import { LOCAL_TEMPLATES } from './local-templates.js';
import type { MessageTemplate } from './message-template.js';

/** The maximum number of templates that are listed, and how many a request to Meta asks for. */
export const MAX_TEMPLATES = 500;
const PAGE = 100;
const KEPT_MS = 5 * 60_000;
const MOST_KEPT = 1_000;

interface Kept {
  until: number;
  templates: Promise<MessageTemplate[]>;
}

/** The message templates of the workspaces' accounts, kept in memory for 5 minutes. */
@Injectable()
export class MessageTemplates {
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly accounts: WhatsAppAccounts,
    private readonly cloud: CloudReader,
  ) {}

  /**
   * The templates of the account that the workspace sends with, at most 500; examples without an account. ILLEGAL_STATE with
   * NO_BUSINESS_ACCOUNT, ACCOUNT_UNREADABLE, PROVIDER_REFUSED or PROVIDER_UNREACHABLE.
   */
  async list(workspaceId: string): Promise<readonly MessageTemplate[]> {
    const account = await this.accounts.readable(workspaceId);
    if (!account) return LOCAL_TEMPLATES;
    if (!account.businessAccountId) throw new IllegalStateError('NO_BUSINESS_ACCOUNT', NO_BUSINESS_ACCOUNT);
    const key = `${account.businessAccountId} ${account.token}`;
    const kept = this.kept.get(key);
    if (kept && kept.until > performance.now()) return kept.templates;
    const templates = this.read(account, account.businessAccountId);
    this.keep(key, templates);
    return templates;
  }

  private keep(key: string, templates: Promise<MessageTemplate[]>): void {
    this.kept.delete(key);
    this.kept.set(key, { until: performance.now() + KEPT_MS, templates });
    templates.catch(() => this.kept.delete(key));
    if (this.kept.size > MOST_KEPT) this.kept.delete(this.kept.keys().next().value!);
  }

  private async read(account: CloudAccount, businessAccountId: string): Promise<MessageTemplate[]> {
    const templates: MessageTemplate[] = [];
    try {
      for (let after: string | undefined = ''; after !== undefined && templates.length < MAX_TEMPLATES;) {
        const page: TemplatePage = await this.page(account, businessAccountId, after);
        templates.push(...page.data.flatMap((each) => templateOf(each) ?? []));
        after = nextOf(page);
      }
      return templates.slice(0, MAX_TEMPLATES);
    } catch (error) {
      throw told(error);
    }
  }

  private async page(account: CloudAccount, businessAccountId: string, after: string): Promise<TemplatePage> {
    const query = new URLSearchParams({ fields: FIELDS, limit: String(PAGE), ...(after && { after }) });
    const answer = await this.cloud.read(account, `${businessAccountId}/message_templates?${query.toString()}`);
    const { data } = templatePage.safeParse(answer);
    if (!data) throw new CloudUnavailableError('WhatsApp answered something that is not a list of templates');
    return data;
  }
}

type TemplatePage = z.infer<typeof templatePage>;

// A page that is empty, or says no next one, is the last.
const nextOf = ({ data, paging }: TemplatePage): string | undefined =>
  paging?.next && data.length > 0 ? paging.cursors?.after : undefined;

const FIELDS = 'name,language,category,status,components';
const NO_BUSINESS_ACCOUNT =
  'To list templates, connect WhatsApp with the id of its business account, or set WHATSAPP_BUSINESS_ACCOUNT_ID';
