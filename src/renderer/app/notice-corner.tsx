/** Where passing messages are shown. Knows no message. */
import { Notifications } from '@mantine/notifications';

/** Mounted once. */
export const NoticeCorner = () => <Notifications position="top-right" limit={4} mt={52} />;
