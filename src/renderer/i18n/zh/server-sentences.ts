/** Chinese of what the server says in English; the English sentence is the key (see ../server-sentences.ts). */

/** English → Chinese. */
export const serverSentences: Readonly<Record<string, string>> = {
  // Names of the doctor's checks.
  machine: '这台电脑',
  settings: '设置',
  'data folder': '数据文件夹',
  'embedded models': '内置模型',
  engine: '引擎',
  renderer: '渲染器',
  models: '模型',
  voices: '语音',
  port: '端口',
  page: '页面',
  'provider {{name}}': '计算后端 {{name}}',
  'model {{name}}': '模型 {{name}}',
  // What they find.
  '{{cores}} cores, {{memory}} memory, {{system}}, Node {{node}}':
    '{{cores}} 个核心，内存 {{memory}}，{{system}}，Node {{node}}',
  'runtime {{runtime}}, data in {{folder}}': '运行方式 {{runtime}}，数据位于 {{folder}}',
  'writable, {{free}} free': '可写入，剩余 {{free}}',
  'only {{free}} free': '仅剩 {{free}}',
  'Make room, or choose another folder with --data.': '请腾出空间，或用 --data 指定其他文件夹。',
  '{{count}} models, checked when loaded': '{{count}} 个模型，加载时校验',
  'answers {{ms}} ms after its start, {{memory}} MB': '启动后 {{ms}} 毫秒应答，占用 {{memory}} MB',
  'portrait, on the CPU (needs no graphics card)': 'portrait，在处理器上运行（无需显卡）',
  'no neural model is installed (none is needed)': '未安装神经网络模型（也不需要）',
  '{{kind}}, ready': '{{kind}}，可用',
  '{{count}} voices, first words after {{ms}} ms': '{{count}} 种语音，{{ms}} 毫秒后开口',
  '{{port}} is free': '{{port}} 可用',
  '{{port}} is taken, the next free one will be used': '{{port}} 已被占用，将使用下一个空闲端口',
  'Clients that expect this port: stop the other program, or give both the same --port.':
    '若客户端固定使用此端口：请停止占用它的程序，或为两者指定相同的 --port。',
  'the studio page is built': '页面已构建',
  'Correct the variable named above.': '请修正上面提到的变量。',
  'Give a folder you may write to with --data.': '请用 --data 指定一个可写入的文件夹。',
  'Reinstall the app, or check out the resources folder again.':
    '请重新安装应用，或重新检出 resources 文件夹。',
  'Reinstall the app; on a source checkout run `npm ci`.': '请重新安装应用；从源码运行时请执行 `npm ci`。',
  'Run `npm run build`.': '请执行 `npm run build`。',
  'Report this line at the project.': '请将这一行报告给项目。',
  // Providers.
  'computes, always': '始终可用',
  'computes, always, {{ms}} ms': '始终可用，{{ms}} 毫秒',
  'computes as the processor does (difference {{difference}} %)':
    '计算结果与处理器一致（差异 {{difference}} %）',
  'computes as the processor does (difference {{difference}} %), {{ms}} ms':
    '计算结果与处理器一致（差异 {{difference}} %），{{ms}} 毫秒',
  'it is here, but {{why}}; it is not used': '存在，但 {{why}}，因此不使用',
  'it is here, but {{why}}; it is not used, {{ms}} ms': '存在，但 {{why}}，因此不使用，{{ms}} 毫秒',
  'Reinstall the app.': '请重新安装应用。',
  'Update the graphics driver.': '请更新显卡驱动。',
  'no NVIDIA graphics card with a driver is here': '未发现已安装驱动的 NVIDIA 显卡',
  'this build of the runtime does not have it': '此版本的运行库不包含它',
  'no graphics card is here': '未发现显卡',
  // Notes of sessions and imports.
  'No face was found in this picture, so nothing of it moves. Set the mouth by hand.':
    '此图片中未找到人脸，因此不会动。请手动设定嘴部。',
  'No face was found in this picture; what the model sees of it is guessed from the mouth.':
    '此图片中未找到人脸；模型看到的区域由嘴部推测。',
  'The first {{most}} seconds are taken; the clip has {{all}}.': '只取前 {{most}} 秒；视频共 {{all}} 秒。',
  'The pictures are made smaller: {{edge}} pixels on the long edge.': '画面已缩小：长边 {{edge}} 像素。',
  '{{taken}} of {{all}} frames a second are taken.': '每秒 {{all}} 帧中取 {{taken}} 帧。',
  // Meanings of the server's settings.
  'Port on 127.0.0.1; 0: any free one. A port that was asked for is never replaced by another':
    '127.0.0.1 上的端口；0 表示任意空闲端口。指定的端口不会被替换',
  'Where avatars, settings, models and sessions are kept. Not in the settings file, which lies there':
    '形象、设置、模型和会话的存放位置。不能写在设置文件里，因为该文件就在其中',
  'Demand the token of every client, also of local programs': '要求所有客户端提供令牌，包括本机程序',
  'Web origins that may connect': '允许连接的网页来源',
  'What the log on stderr tells': '标准错误输出上的日志级别',
  'Who draws. `proxy` needs at least one `OMNIRT_AVATAR_…_WS_URL`; models without one are then refused':
    '由谁绘制。`proxy` 至少需要一个 `OMNIRT_AVATAR_…_WS_URL`；没有地址的模型会被拒绝',
  'Folders below which clients may name frame folders, metadata and caches (separated by the platform’s path separator). The app’s own avatar folder is always one of them':
    '客户端可指定的帧文件夹、元数据和缓存所在的根目录（用系统的路径分隔符分隔）。应用自己的形象文件夹始终包含在内',
  'Who draws the wav2lip paths: `auto` the installed model, else the embedded renderer; `portrait`; or `wav2lip` and nothing else':
    'wav2lip 路径由谁绘制：`auto` 用已安装的模型，否则用内置渲染器；`portrait`；或只用 `wav2lip`',
  'Who draws the musetalk paths: `auto` the installed model, else the path answers that it is not configured; `portrait`; or `musetalk`':
    'musetalk 路径由谁绘制：`auto` 用已安装的模型，否则回答未配置；`portrait`；或 `musetalk`',
  'Wav2lip sessions are scaled down to this long edge, px; 0: not at all':
    'wav2lip 会话缩小到此长边（像素）；0 表示不缩小',
  'Frames a run of the network. More than 4 are never taken, so that sessions do not wait for each other':
    '网络每次计算的帧数。最多 4 帧，避免会话互相等待',
  'Quality of the frames on the wire, of every renderer': '所有渲染器传输帧的 JPEG 质量',
  'Added to a detected face before it is given to the network, px: top,bottom,left,right':
    '检测到的人脸送入网络前的外扩（像素）：上,下,左,右',
  'At most this many pictures of a frame folder are taken': '帧文件夹中最多使用的图片数',
  'Where the network computes; what does not work here falls back to what does, and says so':
    '网络在何处计算；不可用时退回可用的后端并加以说明',
  'How the mouth is put back where a client says nothing. 0 and false mean `basic`, 1 and true `opentalking_improved`':
    '客户端未指定时嘴部的融合方式。0 和 false 表示 `basic`，1 和 true 表示 `opentalking_improved`',
  'Extra room below the lower lip, mouth heights': '下唇下方的额外范围（以嘴高为单位）',
  'Whether the motion of the jaw is blended in too (`opentalking_improved`)':
    '是否一并融合下颌运动（`opentalking_improved`）',
  'How much of the jaw’s motion is taken': '下颌运动的融合比例',
  'Width of the jaw’s mask beyond its natural one, mouth widths': '下颌遮罩的额外宽度（以嘴宽为单位）',
  'Height of the jaw’s mask beyond its natural one, mouth heights': '下颌遮罩的额外高度（以嘴高为单位）',
  'Centre of the jaw’s mask below the mouth’s, mouth heights':
    '下颌遮罩中心低于嘴部中心的距离（以嘴高为单位）',
  'Softness of the jaw’s mask, mouth heights': '下颌遮罩的柔化程度（以嘴高为单位）',
  'Growth of the mask of the easy modes, mouth sizes': 'easy 模式遮罩的扩张（以嘴的大小为单位）',
  'Softness of the mask of the easy modes, mouth sizes': 'easy 模式遮罩的柔化（以嘴的大小为单位）',
  'Another server that answers {{model}}: its paths become a transparent proxy, in every runtime':
    '应答 {{model}} 的另一台服务器：其路径在任何运行方式下都成为透明代理',
  // What settings are where nobody said anything, and what they may be.
  none: '无',
  'a folder': '一个文件夹',
  '8765, or the next free port': '8765，或下一个空闲端口',
  'a number from 0 (any free port) to 65535': '0（任意空闲端口）到 65535 的数字',
  'the platform’s application-data folder': '系统的应用数据文件夹',
  '1 or 0': '1 或 0',
  'origins such as https://example.org, separated by commas': '来源，如 https://example.org，用逗号分隔',
  'debug, info, warn, error or silent': 'debug、info、warn、error 或 silent',
  'resident (a talking face), fake (flat test frames) or proxy (other servers draw)':
    'resident（说话的脸）、fake（纯色测试帧）或 proxy（由其他服务器绘制）',
  '`<data folder>/avatars`': '`<数据文件夹>/avatars`',
  'absolute folders, separated by the platform’s path separator': '绝对路径的文件夹，用系统的路径分隔符分隔',
  'the studio’s setting (auto)': '工作室的设置（auto）',
  'auto (its own renderer where a model is installed), portrait (always the embedded renderer) or {{model}} (nothing else). 1, true, yes, on and opentalking mean auto; 0, false, no and off mean portrait':
    'auto（安装了模型时用其渲染器）、portrait（始终用内置渲染器）或 {{model}}（只用它）。1、true、yes、on 和 opentalking 表示 auto；0、false、no 和 off 表示 portrait',
  '0 (off) or a number of pixels from 64 to 2048': '0（关闭）或 64 到 2048 的像素数',
  'a whole number from 1; at most 4 are taken': '从 1 起的整数；最多取 4',
  'four whole numbers: top,bottom,left,right': '四个整数：上,下,左,右',
  'a whole number from 1': '从 1 起的整数',
  'a number from {{least}} to {{most}}': '{{least}} 到 {{most}} 的数字',
  'auto, cpu, cuda, webgpu, dml or coreml': 'auto、cpu、cuda、webgpu、dml 或 coreml',
  'basic, opentalking_improved, easy_improved, easy_enhanced, 0 or 1':
    'basic、opentalking_improved、easy_improved、easy_enhanced、0 或 1',
  'a ws:// or wss:// URL': 'ws:// 或 wss:// 地址',
};
