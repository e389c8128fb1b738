const SHOWN = `
  phone_number_id AS "phoneNumberId", display_phone_number AS "displayPhoneNumber", business_account_id AS "businessAccountId",
  connected_at AS "connectedAt"`;

/** What may be shown of the account of workspace $1. */
export const SHOW = `SELECT ${SHOWN} FROM whatsapp_account WHERE workspace_id = $1`;

/** The account of workspace $1 with its sealed secrets. */
export const FIND = `
  SELECT ${SHOWN}, token, app_secret AS "appSecret", verify_token AS "verifyToken" FROM whatsapp_account WHERE workspace_id = $1`;

/** Connects workspace $1, in place of its former account. */
export const CONNECT = `
  INSERT INTO whatsapp_account
    (workspace_id, phone_number_id, display_phone_number, business_account_id, token, app_secret, verify_token)
  VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (workspace_id) DO UPDATE SET phone_number_id = excluded.phone_number_id,
    display_phone_number = excluded.display_phone_number, business_account_id = excluded.business_account_id,
    token = excluded.token, app_secret = excluded.app_secret, verify_token = excluded.verify_token, connected_at = excluded.connected_at`;

/** No row if there was no account. */
export const DISCONNECT = `DELETE FROM whatsapp_account WHERE workspace_id = $1 RETURNING phone_number_id AS "phoneNumberId"`;

/** Which of the numbers $1 are own accounts, of any workspace. */
export const OWNED = `SELECT phone_number_id AS id FROM whatsapp_account WHERE phone_number_id = ANY ($1::text[])`;
