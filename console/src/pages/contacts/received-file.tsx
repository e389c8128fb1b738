import { useEffect, useState } from 'react';
import { receivedFile, saveAs } from '../../api/files.ts';
import { Button } from '../../components/button.tsx';
import { ErrorState } from '../../components/states.tsx';
import { useText } from '../../text/text.tsx';
import styles from './contact.module.css';

interface ReceivedFileProps {
  messageId: string;
  /** What it is, for who cannot see it. */
  name: string;
  filename: string | null;
}

/** A file that a contact sent: loaded when somebody asks for it, then shown if a browser can show it, and otherwise saved. */
export function ReceivedFile({ messageId, name, filename }: ReceivedFileProps) {
  const text = useText().contacts;
  const [file, setFile] = useState<Awaited<ReturnType<typeof receivedFile>>>();
  const [isLoading, setLoading] = useState(false);
  const [error, setError] = useState<Error>();
  useEffect(() => () => file && URL.revokeObjectURL(file.address), [file]);

  const load = async () => {
    setLoading(true);
    try {
      const loaded = await receivedFile(messageId);
      if (!isShown(loaded.type)) saveAs(filename ?? messageId, loaded.address);
      setFile(loaded);
      setError(undefined);
    } catch (failure) {
      setError(failure as Error);
    }
    setLoading(false);
  };

  if (file && isShown(file.type)) return <Shown {...file} name={filename ?? name} />;
  return (
    <>
      <Button aria-label={text.openFileOf(filename ?? name)} disabled={isLoading} onClick={() => void load()}>
        {text.openFile}
      </Button>
      {error && <ErrorState error={error} />}
    </>
  );
}

const isShown = (type: string) => /^(image|audio|video)\//.test(type);

function Shown({ address, type, name }: { address: string; type: string; name: string }) {
  if (type.startsWith('image/')) return <img className={styles.file} src={address} alt={name} />;
  if (type.startsWith('audio/')) return <audio className={styles.file} src={address} controls aria-label={name} />;
  return <video className={styles.file} src={address} controls aria-label={name} />;
}
