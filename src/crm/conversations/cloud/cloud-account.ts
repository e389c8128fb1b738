/** A number at Meta's WhatsApp Cloud API, and what it takes to use it. */
export interface CloudAccount {
  /** Such as https://graph.facebook.com/v23.0. */
  baseUrl: string;
  phoneNumberId: string;
  /** The WhatsApp Business account, which has the templates; null if it is not known. */
  businessAccountId: string | null;
  token: string;
}
