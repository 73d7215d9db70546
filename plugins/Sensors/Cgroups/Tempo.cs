namespace Kernward.Plugins.Sensors.Cgroups;

/// <summary>How often a group's files are read where observations follow each other; elsewhere all of them are, always.</summary>
internal enum Tempo
{
    /// <summary>Each time: the few files in which whatever a group does leaves a trace.</summary>
    Pulse,

    /// <summary>Each time that the group's pulse is another than before, and else in turn.</summary>
    Moving,

    /// <summary>In turn: it changes only where somebody sets it.</summary>
    Setting,
}
