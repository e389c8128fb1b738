import { ApiError, type Mistake } from './client.ts';
import { serverUrl } from './place.ts';
import { credential } from './session.ts';

/** A file that was uploaded, and its first rows. */
export interface Upload {
  id: string;
  name: string | null;
  columns: string[];
  rows: number;
  sample: (string | null)[][];
}

/** Uploads a CSV file for an import. Throws an ApiError. */
export async function uploadFile(file: File): Promise<Upload> {
  const response = await asked(`imports?name=${encodeURIComponent(file.name)}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: file,
  });
  return (await response.json()) as Upload;
}

/** Downloads the export of a list under its name, all or what its filter finds. Throws an ApiError. */
export async function downloadFile(name: string, filter: object | null): Promise<void> {
  const query = filter ? `?filter=${encodeURIComponent(JSON.stringify(filter))}` : '';
  const response = await asked(`exports/${name}${query}`, {});
  const address = URL.createObjectURL(await response.blob());
  saveAs(name, address);
  URL.revokeObjectURL(address);
}

/** Saves what is at an address of this page under a name. */
export function saveAs(name: string, address: string): void {
  Object.assign(document.createElement('a'), { href: address, download: name }).click();
}

/** The file of a message that a contact sent, as an address for this page; revoke it when it is no longer shown. */
export async function receivedFile(messageId: string): Promise<{ address: string; type: string }> {
  const blob = await (await asked(`media/${messageId}`, {})).blob();
  return { address: URL.createObjectURL(blob), type: blob.type };
}

async function asked(path: string, { headers, ...rest }: RequestInit): Promise<Response> {
  const response = await fetch(serverUrl(path), {
    ...rest,
    headers: { ...headers, authorization: `Bearer ${credential() ?? ''}` },
  }).catch(() => {
    throw new ApiError('OFFLINE', 'The server cannot be reached');
  });
  if (response.ok) return response;
  const { code, message, details } = (await response.json()) as { code: string; message: string; details?: Mistake[] };
  throw new ApiError(code, message, details);
}
