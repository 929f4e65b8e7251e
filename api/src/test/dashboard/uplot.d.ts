// The server delivers uPlot from its webjar.
declare module "*/uPlot.esm.js" {
  const uPlot: any;
  export default uPlot;
}
