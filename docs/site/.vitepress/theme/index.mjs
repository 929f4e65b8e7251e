// The default theme without its fonts: pages use the fonts of the reader's system.
export { default } from "vitepress/theme-without-fonts";
import "./style.css";
