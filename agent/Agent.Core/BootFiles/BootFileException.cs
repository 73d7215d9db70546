using Kernward.Domain;

namespace Kernward.BootFiles;

/// <summary>A value cannot be kept over a reboot on this host; the message is one sentence for the operator.</summary>
public sealed class BootFileException(string message) : Exception(Shown.Safe(message, 400));
