/** Which face-mesh points are which: the attention model's lip and eye points, OpenTalking's lip contours. Data only. */

/** Points of a face mesh. */
export const LANDMARK_COUNT = 468;

/** OpenTalking's outer lip: 20 points, from the person's right corner along the lower lip and back along the upper. */
export const OUTER_LIP: readonly number[] = [
  61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185,
];

/** OpenTalking's inner mouth, in the same order. */
export const INNER_MOUTH: readonly number[] = [
  78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 415, 310, 311, 312, 13, 82, 81, 80, 191,
];

/** Outer eye corners: the person's right, left. Their distance is the unit of agreement figures. */
export const OUTER_EYE_CORNERS: readonly [number, number] = [33, 263];

/** Top of the forehead and tip of the chin. */
export const FOREHEAD = 10;
/** Tip of the chin. */
export const CHIN = 152;

/** Mesh point of each of the 80 lip points the attention model gives: outer, inner, then the two rings between. */
export const ATTENTION_LIPS: readonly number[] = [
  61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 185, 40, 39, 37, 0, 267, 269, 270, 409, 78, 95, 88, 178,
  87, 14, 317, 402, 318, 324, 308, 191, 80, 81, 82, 13, 312, 311, 310, 415, 76, 77, 90, 180, 85, 16, 315, 404,
  320, 307, 306, 184, 74, 73, 72, 11, 302, 303, 304, 408, 62, 96, 89, 179, 86, 15, 316, 403, 319, 325, 292,
  183, 42, 41, 38, 12, 268, 271, 272, 407,
];

/** Mesh point of each of the 71 points round the eye on the picture's left (the person's right). */
export const ATTENTION_LEFT_EYE: readonly number[] = [
  33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173, 130, 25, 110, 24, 23, 22, 26,
  112, 243, 247, 30, 29, 27, 28, 56, 190, 226, 31, 228, 229, 230, 231, 232, 233, 244, 113, 225, 224, 223, 222,
  221, 189, 35, 124, 46, 53, 52, 65, 143, 111, 117, 118, 119, 120, 121, 128, 245, 156, 70, 63, 105, 66, 107,
  55, 193,
];

/** The same for the eye on the picture's right. */
export const ATTENTION_RIGHT_EYE: readonly number[] = [
  263, 249, 390, 373, 374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398, 359, 255, 339, 254, 253,
  252, 256, 341, 463, 467, 260, 259, 257, 258, 286, 414, 446, 261, 448, 449, 450, 451, 452, 453, 464, 342,
  445, 444, 443, 442, 441, 413, 265, 353, 276, 283, 282, 295, 372, 340, 346, 347, 348, 349, 350, 357, 465,
  383, 300, 293, 334, 296, 336, 285, 417,
];
