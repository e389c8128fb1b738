import { Injectable } from '@nestjs/common';
import { Channels, type Channel } from './channels.js';

/** Channels of a single process. */
@Injectable()
export class InProcessChannels extends Channels {
  open<Message>(_name: string, receive: (workspaceId: string, messages: Message[]) => void): Channel<Message> {
    const followed = new Set<string>();
    return {
      send: (workspaceId, messages) => void (followed.has(workspaceId) && receive(workspaceId, [...messages])),
      follow: (workspaceId, isFollowed) => void (isFollowed ? followed.add(workspaceId) : followed.delete(workspaceId)),
    };
  }
}
