/** Chinese wording: what many screens say. Same keys in both languages. */

/** Keys → texts. */
export const common = {
  close: '关闭',
  cancel: '取消',
  deleted: '已删除 {{name}}',
  undo: '撤销',
  retry: '重试',
  copy: '复制',
  copied: '已复制',
  copyCode: '复制错误代码 {{code}}',
  reset: '重置',
  unknown: '–',
};
