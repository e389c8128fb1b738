import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { checked, storable } from '../../../kernel/checks/checks.js';
import { IllegalStateError, invalidInput } from '../../../kernel/errors.js';
import { recordInAudit } from '../../../platform/audit/audit-log.js';
import type { WorkspaceRow } from '../../../platform/workspaces/workspace.entity.js';
import { Workspaces } from '../../../platform/workspaces/workspace.service.js';
import { Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import type { Reader } from '../../../platform/database/reader.js';
import type { Origin } from '../../../platform/events/origin.js';
import { SecretBox, UnreadableSecretError } from '../../../platform/secrets/secret-box.js';
import { UnitOfWork } from '../../../platform/work/unit-of-work.js';
import { orConflict } from '../../fields/patch.js';
import type { CloudAccount } from '../cloud/cloud-account.js';
import { CloudReader, CloudRefusedError, CloudUnavailableError } from '../cloud/cloud-reader.js';
import { newAccount, type NewAccount } from './account.input.js';
import { CONNECT, DISCONNECT, FIND, OWNED, SHOW } from './whatsapp-accounts.statements.js';

/** What may be shown of an own account. */
export interface ShownAccount {
  phoneNumberId: string;
  displayPhoneNumber: string | null;
  businessAccountId: string | null;
  connectedAt: Date;
}

type SealedAccount = ShownAccount & Record<'token' | 'appSecret' | 'verifyToken', string>;

/** What verifies the webhooks of a workspace. */
export interface InboundSecrets {
  /** The own number, to which its address is limited; null with the server's settings. */
  phoneNumberId: string | null;
  appSecret: string | undefined;
  verifyToken: string | undefined;
}

const EXPIRED_TOKEN = 190;
const number = z.object({ display_phone_number: z.string().max(100).refine(storable) });

/** The place for which a secret of a workspace's account is sealed. */
export const placeOf = (workspaceId: string, part: 'token' | 'app_secret' | 'verify_token') =>
  `whatsapp_account ${workspaceId} ${part}`;

/** The WhatsApp accounts of workspaces; a workspace without its own uses that of the server's settings, WHATSAPP_*. */
@Injectable()
export class WhatsAppAccounts {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly box: SecretBox,
    private readonly cloud: CloudReader,
    private readonly unitOfWork: UnitOfWork,
    private readonly workspaces: Workspaces,
  ) {}

  /**
   * Connects a workspace, in place of its former account. INVALID_INPUT, also if Meta does not know the number under this token;
   * an account is connected unchecked while Meta cannot be reached. CONFLICT if another workspace has the number.
   */
  async connect(origin: Origin, input: NewAccount): Promise<WorkspaceRow> {
    const account = checked(newAccount, input);
    const shown = await this.shownNumber(account);
    const { workspaceId } = origin;
    const { phoneNumberId, businessAccountId = null } = account;
    const sealed = [
      this.box.seal(account.token, placeOf(workspaceId, 'token')),
      this.box.seal(account.appSecret, placeOf(workspaceId, 'app_secret')),
      this.box.seal(account.verifyToken, placeOf(workspaceId, 'verify_token')),
    ];

    return this.unitOfWork.run(origin, async (work) => {
      const connecting = work.query(CONNECT, [workspaceId, phoneNumberId, shown, businessAccountId, ...sealed]);
      await orConflict(connecting, 'whatsapp_account_number_key', 'Another workspace has connected this number');
      await recordInAudit(work, { action: 'whatsapp.connected', subject: { id: null, name: phoneNumberId } });
      return this.workspaces.find(work);
    });
  }

  /** Forgets the account with its secrets; nothing changes if there is none. */
  async disconnect(origin: Origin): Promise<WorkspaceRow> {
    return this.unitOfWork.run(origin, async (work) => {
      const [gone] = await work.query<{ phoneNumberId: string }>(DISCONNECT, [origin.workspaceId]);
      if (gone)
        await recordInAudit(work, { action: 'whatsapp.disconnected', subject: { id: null, name: gone.phoneNumberId } });
      return this.workspaces.find(work);
    });
  }

  /** The own account of the reader's workspace, without its secrets; null if it has none. */
  async shown(reader: Reader): Promise<ShownAccount | null> {
    const [account] = await reader.query<ShownAccount>(SHOW, [reader.workspaceId]);
    return account ?? null;
  }

  /** The account with which a workspace sends now; undefined if there is none. Throws an UnreadableSecretError. */
  async sending(workspaceId: string): Promise<CloudAccount | undefined> {
    const own = await this.find(workspaceId);
    if (!own) return this.shared;
    const { phoneNumberId, businessAccountId, token } = own;
    const { WHATSAPP_BASE_URL: baseUrl } = this.config.env;
    return { baseUrl, phoneNumberId, businessAccountId, token: this.box.open(token, placeOf(workspaceId, 'token')) };
  }

  /** The same, for what a person asks for: ILLEGAL_STATE with ACCOUNT_UNREADABLE. */
  async readable(workspaceId: string): Promise<CloudAccount | undefined> {
    try {
      return await this.sending(workspaceId);
    } catch (error) {
      if (!(error instanceof UnreadableSecretError)) throw error;
      throw new IllegalStateError('ACCOUNT_UNREADABLE', 'The token of the WhatsApp account is lost: connect it again');
    }
  }

  /** What verifies the webhooks of a workspace now; of an unknown one, the server's settings. Throws an UnreadableSecretError. */
  async receiving(workspaceId: string | undefined): Promise<InboundSecrets> {
    const own = workspaceId && (await this.find(workspaceId));
    const { WHATSAPP_APP_SECRET: appSecret, WHATSAPP_VERIFY_TOKEN: verifyToken } = this.config.env;
    if (!own) return { phoneNumberId: null, appSecret, verifyToken };
    return {
      phoneNumberId: own.phoneNumberId,
      appSecret: this.box.open(own.appSecret, placeOf(workspaceId, 'app_secret')),
      verifyToken: this.box.open(own.verifyToken, placeOf(workspaceId, 'verify_token')),
    };
  }

  /** Those of the numbers that are own accounts, of any workspace. */
  async owned(phoneNumberIds: readonly string[]): Promise<Set<string>> {
    if (phoneNumberIds.length === 0) return new Set();
    const rows = await this.database.query<{ id: string }>(OWNED, [phoneNumberIds]);
    return new Set(rows.map(({ id }) => id));
  }

  /** The account of the server's settings. */
  get shared(): CloudAccount | undefined {
    const { WHATSAPP_TOKEN: token, WHATSAPP_PHONE_NUMBER_ID: phoneNumberId, ...env } = this.config.env;
    if (!token || !phoneNumberId) return undefined;
    const { WHATSAPP_BASE_URL: baseUrl, WHATSAPP_BUSINESS_ACCOUNT_ID: businessAccountId = null } = env;
    return { baseUrl, phoneNumberId, businessAccountId, token };
  }

  private async find(workspaceId: string): Promise<SealedAccount | undefined> {
    const [account] = await this.database.query<SealedAccount>(FIND, [workspaceId]);
    return account;
  }

  // Only who has a token for the number may connect it: otherwise a workspace could take the number of another.
  private async shownNumber({ phoneNumberId, token }: NewAccount): Promise<string | null> {
    const { WHATSAPP_BASE_URL: baseUrl } = this.config.env;
    try {
      const answer = await this.cloud.read({ baseUrl, token }, `${phoneNumberId}?fields=display_phone_number`);
      return number.safeParse(answer).data?.display_phone_number ?? null;
    } catch (error) {
      if (error instanceof CloudUnavailableError) return null;
      if (!(error instanceof CloudRefusedError)) throw error;
      const at = error.code === EXPIRED_TOKEN ? 'token' : 'phoneNumberId';
      throw invalidInput([{ path: ['input', at], message: error.message }]);
    }
  }
}
