using Kernward.Demo;

if (args is ["demo-part", ..]) return DemoPart.Run(args[1..]);
return 0;
