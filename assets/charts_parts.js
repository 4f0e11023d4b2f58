/* What the charts are made of, loaded when one is first shown: no more of recharts than is drawn with. */
export { Bar, BarChart, usePlotArea, useXAxisScale, useYAxisScale, ZIndexLayer } from "recharts";
