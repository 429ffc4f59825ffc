import { Module } from '@nestjs/common';
import { DedicatedDriversController } from './dedicated-drivers.controller';
import { RegisterDriverHandler, driverRegistration } from './register-driver';

export const dedicatedDriverSlices = [driverRegistration];

@Module({ controllers: [DedicatedDriversController], providers: [RegisterDriverHandler] })
export class DedicatedDriversModule {}
