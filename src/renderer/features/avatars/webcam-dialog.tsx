/** A snapshot of the camera: look, count down, keep it or take another one. */
import { Button, Group, Loader, Modal } from '@mantine/core';
import { IconCamera } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { pageClock } from '../../app/page-clock.ts';
import { useStudio } from '../../app/studio.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Webcam } from './webcam.ts';
import classes from './webcam-dialog.module.css';

const WANTED: MediaStreamConstraints = {
  video: { width: { ideal: 1920 }, height: { ideal: 1080 }, facingMode: 'user' },
  audio: false,
};

/** The frame a video shows, as it is: only the preview is a mirror. */
const frameOf = (video: HTMLVideoElement | null): Promise<Blob | null> => {
  if (video === null || video.videoWidth === 0) return Promise.resolve(null);
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  return new Promise(resolve => canvas.toBlob(resolve, 'image/png'));
};

/** The camera is let go when the dialog closes. */
export const WebcamDialog = ({ close }: { close(): void }) => {
  const { t } = useTranslation();
  const { imports } = useStudio();
  const video = useRef<HTMLVideoElement>(null);
  const [webcam, setWebcam] = useState<Webcam | null>(null);
  useEffect(() => {
    const made = new Webcam({
      open: () => navigator.mediaDevices.getUserMedia(WANTED),
      grab: () => frameOf(video.current),
      clock: pageClock,
      now: () => new Date(),
    });
    setWebcam(made);
    void made.open();
    return () => made.close();
  }, []);
  return (
    <Modal
      opened
      onClose={close}
      size={720}
      title={t('avatars.cameraTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {webcam !== null && (
        <Snapshot
          webcam={webcam}
          video={video}
          keep={file => {
            imports.add([file]);
            close();
          }}
        />
      )}
    </Modal>
  );
};

const Snapshot = ({
  webcam,
  video,
  keep,
}: {
  webcam: Webcam;
  video: React.RefObject<HTMLVideoElement | null>;
  keep(file: File): void;
}) => {
  const { t } = useTranslation();
  const view = useStore(webcam.view);
  const stream = view.at === 'live' || view.at === 'counting' ? view.stream : null;
  useEffect(() => {
    if (video.current !== null) video.current.srcObject = stream;
  }, [video, stream]);
  return (
    <>
      <div className={classes.picture}>
        <video ref={video} className={classes.video} autoPlay playsInline muted hidden={stream === null} />
        {view.at === 'taken' && <img className={classes.taken} src={view.url} alt={t('avatars.snapshot')} />}
        {view.at === 'opening' && <Loader size="sm" aria-label={t('avatars.cameraOpening')} />}
        {view.at === 'counting' && (
          <span className={classes.count} role="status">
            {view.left}
          </span>
        )}
        {view.at === 'failed' && (
          <div className={classes.failed} role="alert">
            <strong>{t('avatars.cameraFailed')}</strong>
            <ErrorNote error={view.error} help={t(`avatars.cameraHelp.${helpOf(view.error.code)}`)} />
          </div>
        )}
      </div>
      <Group justify="space-between" mt="md">
        <span className={classes.hint}>{t('avatars.cameraHint')}</span>
        <Group gap="xs">
          {view.at === 'failed' && (
            <Button variant="default" onClick={() => void webcam.open()}>
              {t('common.retry')}
            </Button>
          )}
          {view.at === 'taken' && (
            <>
              <Button variant="default" onClick={() => void webcam.open()}>
                {t('avatars.retake')}
              </Button>
              <Button data-autofocus onClick={() => keep(view.file)}>
                {t('avatars.keepSnapshot')}
              </Button>
            </>
          )}
          {view.at === 'counting' && (
            <Button variant="default" onClick={() => webcam.stopCount()}>
              {t('common.cancel')}
            </Button>
          )}
          {(view.at === 'live' || view.at === 'opening') && (
            <Button
              leftSection={<IconCamera size={17} />}
              disabled={view.at === 'opening'}
              onClick={() => webcam.take()}
            >
              {t('avatars.takeSnapshot')}
            </Button>
          )}
        </Group>
      </Group>
    </>
  );
};

const helpOf = (code: string): 'forbidden' | 'missing' | 'busy' =>
  code === 'gateway/forbidden' ? 'forbidden' : code === 'store/not-found' ? 'missing' : 'busy';
