import { Link } from 'wouter';
import { buttonClass } from '../components/button.tsx';
import { Page } from '../components/page.tsx';
import { useText } from '../text/text.tsx';

/** The page for an unknown address. */
export function NotFoundPage() {
  const { errors } = useText();
  return (
    <Page title={errors.pageMissing}>
      <p>
        <Link href="/" className={buttonClass('primary')}>
          {errors.goHome}
        </Link>
      </p>
    </Page>
  );
}
