/** The ways in: files, a folder, the camera; drop and paste work everywhere. */
import { Button, Menu } from '@mantine/core';
import { IconCamera, IconChevronDown, IconFolder, IconPhotoPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pickFiles, pickFolder } from '../../app/file-pickers.ts';
import { useStudio } from '../../app/studio.ts';
import { IMPORT_ACCEPT, placedOf } from './folder-files.ts';
import { WebcamDialog } from './webcam-dialog.tsx';

/** One button. */
export const ImportMenu = () => {
  const { t } = useTranslation();
  const { imports } = useStudio();
  const [camera, setCamera] = useState(false);
  return (
    <>
      <Menu position="bottom-end" width={250} shadow="none">
        <Menu.Target>
          <Button
            size="sm"
            leftSection={<IconPhotoPlus size={17} stroke={1.6} />}
            rightSection={<IconChevronDown size={15} />}
          >
            {t('avatars.importShort')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconPhotoPlus size={16} />}
            onClick={() => void pickFiles(IMPORT_ACCEPT, true).then(files => imports.add(files))}
          >
            {t('avatars.import')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconFolder size={16} />}
            onClick={() => void pickFolder().then(files => imports.addPlaced(placedOf(files)))}
          >
            {t('avatars.importFolder')}
          </Menu.Item>
          <Menu.Item leftSection={<IconCamera size={16} />} onClick={() => setCamera(true)}>
            {t('avatars.importCamera')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {camera && <WebcamDialog close={() => setCamera(false)} />}
    </>
  );
};
